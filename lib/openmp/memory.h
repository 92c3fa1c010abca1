// What the walker knows of memory: objects, addresses inside them, and the values that variables hold.
#pragma once

#include "openmp/term.h"
#include "summary/tree.h"

#include <map>
#include <string>
#include <vector>

namespace burler::openmp {

/// A variable, an allocation, or memory known only through a pointer. Objects are numbered in the order in
/// which the walk meets them: those that a region makes have numbers above those that were there before it.
struct Object {
  std::string name;
  std::string type;
  Symbol key; ///< variables: TreeVariable::key
  bool global = false;
  bool thread_private = false;
  bool constant = false; ///< never written after its initialiser
  bool tensor = false;
  bool atomic = false;
  bool heap = false;         ///< an allocation
  std::vector<Term> extents; ///< of an array, outermost first
};

struct Step {
  enum Kind : std::uint8_t { field, index, deref } kind = field;
  Symbol name;     ///< field
  Term index_ = 0; ///< index; 0 = not known
  auto operator<=>(const Step&) const = default;
};

/// Object 0 = not known. A pointer's address ends in the index that pointer arithmetic changes.
struct Address {
  std::uint32_t object = 0;
  std::vector<Step> steps;
  explicit operator bool() const { return object != 0; }
  auto operator<=>(const Address&) const = default;
};

struct Value {
  Term term = 0;
  Address address; ///< what it points to, for pointers
  auto operator<=>(const Value&) const = default;
};

/// Values of the cells whose address is constant. Forking a branch copies it.
using Cells = std::map<Address, Value>;

} // namespace burler::openmp
