// The words of the source at a place: which object does this line touch there? Debug information names lines
// and columns, not expressions, so reports read them from the source itself. Purely for naming, never for
// deciding.
#pragma once

#include "base/source_place.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace burler::harness {

/// The postfix expression around `column` (1-based) of `line`: identifiers, `::`, `.`, `->`, `this`, indices.
/// "x = cache->k_ + 1" at k_ gives "cache->k_"; a call keeps only its object ("q.size()" gives "q"). Empty
/// when there is none.
std::string expression_at(std::string_view line, unsigned column);

/// What a locking call or guard on `line` locks: the argument of the guard declared at `column`
/// ("std::lock_guard g(mu_)" gives "mu_"), the object of a member call ("mu_.lock()"), the argument of a C
/// call
/// ("pthread_mutex_lock(&a)" gives "a"). Empty when it cannot be told.
std::string lock_at(std::string_view line, unsigned column);

/// "k_" or "this->k_" in a member function of Cache -> "Cache::k_". A bare name without a member's mark ("k")
/// is qualified only when `no_local` says that the object cannot be a local variable. Anything else stays
/// unchanged.
std::string qualified(const std::string& expression, const std::string& function, bool no_local);

/// Lines of files, read once. Not thread-safe.
class SourceReader {
public:
  explicit SourceReader(std::string root) : root_(std::move(root)) {}
  std::string_view line(const SourcePlace& place);

private:
  std::string root_;
  std::map<std::string, std::vector<std::string>> files_;
};

} // namespace burler::harness
