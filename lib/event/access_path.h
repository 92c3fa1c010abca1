// An access path names a piece of memory from the point of view of one function:
// a root (global, this, formal, local, allocation, call result) followed by fields, dereferences and indices.
#pragma once

#include "event/symbol.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace burler {

enum class RootKind : std::uint8_t {
  none,        ///< no path (a constant, an expression we do not follow)
  global,      ///< entity = USR of a namespace-scope, static-member or function-local static variable
  self,        ///< the object `this` points to (a closure's captures are its fields)
  formal,      ///< index = parameter number, 0-based; the parameter itself, not what it points to
  local,       ///< index = Function::locals
  allocation,  ///< index = allocation site in this function; the object made by it
  call_result, ///< index = number of the call event in this function; the value returned
};

struct PathRoot {
  RootKind kind = RootKind::none;
  std::uint32_t index = 0;
  Symbol entity; ///< global: USR
  auto operator<=>(const PathRoot&) const = default;
};

enum class StepKind : std::uint8_t {
  field,   ///< name = field name, owner = USR of the declaring class
  deref,   ///< `*`, `->`, also through smart pointers and iterators
  index,   ///< name = canonical text of the index expression, "" = unknown; a literal stays a literal
  storage, ///< the elements that a storage-sharing or owning buffer type refers to (tensor data, vector
           ///< elements)
};

struct PathStep {
  StepKind kind = StepKind::field;
  Symbol name;
  Symbol owner;
  auto operator<=>(const PathStep&) const = default;
};

/// A reference variable or parameter is transparent: its path is the path of what it refers to. For a formal
/// of reference type, {formal i} is the referred object itself; for a pointer formal `p`, {formal i} is the
/// pointer and {formal i, deref} the object. `this->f` is {self, field f}.
struct AccessPath {
  PathRoot root;
  std::vector<PathStep> steps;

  explicit operator bool() const { return root.kind != RootKind::none; }
  auto operator<=>(const AccessPath&) const = default;
};

} // namespace burler
