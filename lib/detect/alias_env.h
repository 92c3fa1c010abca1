// Must-facts about what pointers, references, captures and copies of handles stand for at one program point.
#pragma once

#include "detect/path_table.h"
#include "summary/program.h"

#include <functional>
#include <utility>
#include <vector>

namespace burler::detect {

/// `key` stands for `target`: by reference (key is the object, or a pointer to it), or by value (key holds a
/// copy of what target held: the same pointees, the same shared storage).
struct Binding {
  PathId target = 0;
  bool by_reference = false;
  Symbol callee;        ///< the operator() when the thing is a closure or function
  bool pointer = false; ///< by reference: the key is a pointer, although no declaration says so (call result)
  auto operator<=>(const Binding&) const = default;
};

/// The declarations and tables a resolution needs.
struct PathContext {
  const summary::Program& program;
  PathTable& paths;
};

class AliasEnv {
public:
  using Entry = std::pair<PathId, Binding>;

  void bind(PathContext& context, PathId key, Binding binding);
  /// Copies what is known about `from` and its parts to `to` (an object copy or move).
  void copy(PathContext& context, PathId to, PathId from);
  /// To be told when a variable gets another value, before bind or copy: what is known of others in terms of
  /// its old value is forgotten.
  void outdate(PathContext& context, PathId key);
  /// Gives every path another name; null (0) drops what is said about it.
  void rename(PathContext& context, const std::function<PathId(PathId)>& renamed);
  /// Forgets what is known about the thing and its parts.
  void forget(PathContext& context, PathId key);
  const Binding* find(PathId key) const;

  /// The path with every alias on it replaced; bounded number of rewrites.
  PathId resolve(PathContext& context, PathId path) const;
  /// Like resolve, and a copied handle is the original: for thread handles, synchronisation objects,
  /// callables.
  PathId resolve_value(PathContext& context, PathId path) const;
  /// The function a callable path stands for, or none.
  Symbol callee(PathContext& context, PathId path) const;

  /// Keeps what both agree on.
  void meet(const AliasEnv& other);
  const std::vector<Entry>& entries() const { return entries_; }
  bool operator==(const AliasEnv&) const = default;

private:
  std::vector<Entry> entries_; ///< sorted by key
};

/// One rewrite of `path` by a binding of its first `length` steps; 0 when the binding does not reach further
/// (a private copy).
PathId rewrite(PathContext& context, PathId path, std::size_t length, const Binding& binding);

} // namespace burler::detect
