// Which lock guards a field or global, by majority over its accesses (Engler et al., SOSP 2001, "bugs as
// deviant behavior"; the wording "held at k of n" follows what users of MISSING_LOCK checkers know).
#pragma once

#include "detect/instance.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace burler::detect {

/// What stays of a path when objects of one class are not told apart: the last field, or the variable.
struct Subject {
  Symbol owner, name;  ///< field; or name = USR of a global
  PathId variable = 0; ///< otherwise the path
  auto operator<=>(const Subject&) const = default;
};
Subject subject_of(const Facts& facts, PathId path);

struct Guard {
  Subject lock;
  PathId example = 0;     ///< one canonical path of the lock
  std::size_t held = 0;   ///< accesses at which it is held
  std::size_t writes = 0; ///< of these, writes
  std::size_t meant = 0;  ///< of these, writes that are not look-ups
  bool declared = false;  ///< by a GUARDED_BY attribute
};

struct Usage {
  PathId path = 0; ///< one canonical path of the subject
  std::size_t accesses = 0, writes = 0, meant = 0;
  std::set<std::uint32_t> threads;
  std::vector<Guard> guards; ///< most often held first
  bool tensor = false;
  Symbol type;

  /// The inferred guard: held at two or more accesses, one of them a write, and at two thirds or more of all.
  const Guard* guard() const;
  /// Weaker: the lock under which it is written, at every place that means to write it or at half of all
  /// accesses. Enough to doubt a read without the lock (RacerD's reading of C++ classes).
  const Guard* write_guard() const;
  bool is_meant(const Access& access) const; ///< a write, and not only a look-up that may insert

  std::set<std::tuple<Symbol, std::uint32_t, std::uint32_t>>
      written; ///< function, file, line of meant writes
};

/// Counts each source place once for every set of locks with which threads come by.
/// Constructors, destructors and accesses before the first thread starts do not count.
std::map<Subject, Usage> infer_guards(Facts& facts, const ThreadTree& tree,
                                      const std::vector<Instance>& instances);

} // namespace burler::detect
