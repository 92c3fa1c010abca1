// Function bodies as structured trees: what a judge needs that must see loops, index expressions and the
// nesting of OpenMP constructs, which the flat events of event.h do not show. Written for units compiled with
// OpenMP only. Nothing here knows Clang.
#pragma once

#include "event/symbol.h"
#include "summary/event.h"

#include <cstdint>
#include <vector>

namespace burler::summary {

enum class NodeKind : std::uint8_t {
  // expressions
  constant, ///< value
  variable, ///< value = index into FunctionTree::variables
  member,   ///< kids: object; name = field
  index,    ///< kids: array or pointer, subscript
  deref,    ///< kids: pointer
  address,  ///< kids: lvalue
  unary,    ///< op minus or logical_not; kids: operand
  binary,   ///< op; kids: left, right
  select,   ///< kids: condition, when true, when false
  call,     ///< name = callee's USR, kids: arguments (the object's address first when node_method)
  assign,   ///< op (Operator::none for plain =); kids: target, source; node_postfix: the old value results
  list,     ///< braced initialiser; kids in order
  unknown,  ///< kids are evaluated, the value is not followed
  // statements
  block,     ///< kids: statements
  declare,   ///< value = variable; kids: initialiser, when there is one
  branch,    ///< kids: condition, then, else (0 = none)
  loop,      ///< kids: initialisation, condition, increment, body (0 = none); node_post_test for do-while
  choice,    ///< switch; kids: value, body
  leave,     ///< return; kids: value
  break_,    ///< leaves the innermost loop or switch
  continue_, ///< ends the iteration
  directive, ///< value = index into FunctionTree::directives; kids: body (0 = none)
};

enum class Operator : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  remainder,
  less,
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  logical_not,
  minus,
  other
};

enum NodeFlag : std::uint32_t {
  node_integer = 1u << 0,
  node_pointer = 1u << 1,
  node_array = 1u << 2,
  node_record = 1u << 3,
  node_postfix = 1u << 4,
  node_post_test = 1u << 5,
  node_method = 1u << 6,
  node_no_return = 1u << 7, ///< call that never comes back
  node_acquires = 1u << 8,  ///< call: takes the lock its first argument points to (by its model)
  node_releases = 1u << 9,
  node_guard = 1u << 10,  ///< declare: a guard object holds the locks (kids) to the end of its block
  node_atomic = 1u << 11, ///< variable, member, ...: atomic by its type
  node_writes = 1u << 12, ///< call without a body: may write through its pointer arguments
  node_fills =
      1u << 13, ///< call: writes `kids[2]` bytes from kids[0] on, and reads from kids[1] if a pointer
  node_copies = 1u << 14, ///< ... the second argument is read the same way
};

/// `kids` index FunctionTree::nodes; node 0 is a placeholder for "none".
struct Node {
  NodeKind kind = NodeKind::unknown;
  Operator op = Operator::none;
  std::uint32_t flags = 0;
  std::int64_t value = 0;
  std::uint32_t size = 0; ///< bytes of the element or pointee, 0 = unknown
  Symbol name;
  Place place;
  std::vector<std::uint32_t> kids;
  bool has(NodeFlag f) const { return (flags & f) != 0; }
};

enum TreeVariableFlag : std::uint32_t {
  variable_global = 1u << 0, ///< static storage, function-local statics too
  variable_thread_private = 1u << 1,
  variable_reference = 1u << 2,
  variable_const = 1u << 3,
  variable_tensor = 1u << 4,
};

struct TreeVariable {
  Symbol key; ///< USR of globals; unique in the unit for others
  Symbol name;
  Symbol type;
  std::uint32_t flags = 0;
  std::uint32_t node_flags = 0;       ///< NodeFlag of its type
  std::vector<std::uint32_t> extents; ///< nodes of the array's dimensions, outermost first
  Place place;
  bool has(TreeVariableFlag f) const { return (flags & f) != 0; }
};

/// Parts of an OpenMP directive; a combined directive has several.
enum DirectivePart : std::uint32_t {
  omp_parallel = 1u << 0,
  omp_for = 1u << 1,
  omp_sections = 1u << 2,
  omp_section = 1u << 3,
  omp_single = 1u << 4,
  omp_master = 1u << 5, ///< masked too
  omp_critical = 1u << 6,
  omp_barrier = 1u << 7,
  omp_task = 1u << 8,
  omp_taskloop = 1u << 9,
  omp_taskwait = 1u << 10,
  omp_taskgroup = 1u << 11,
  omp_simd = 1u << 12,
  omp_teams = 1u << 13,
  omp_distribute = 1u << 14,
  omp_target = 1u << 15,
  omp_ordered = 1u << 16,
  omp_atomic = 1u << 17,
  omp_flush = 1u << 18,
  omp_other = 1u << 19, ///< the body runs as if the directive were not there
};

enum class Sharing : std::uint8_t {
  shared,
  private_,
  firstprivate,
  lastprivate,
  reduction,
  linear,
  copyin,
  copyprivate
};

struct SharingClause {
  Sharing kind = Sharing::shared;
  std::uint32_t variable = 0;
  std::uint32_t step = 0;   ///< linear: node of the step, 0 = 1
  bool is_implicit = false; ///< by the rules of OpenMP 5.2 section 5.1.1, not written down
};

enum class DependKind : std::uint8_t { in, out, inout, mutexinoutset, inoutset, other };
struct DependClause {
  DependKind kind = DependKind::in;
  std::uint32_t node = 0; ///< the list item, an lvalue
};

enum class ScheduleKind : std::uint8_t { unspecified, static_, other };

enum DirectiveFlag : std::uint32_t {
  directive_nowait = 1u << 0,
  directive_ordered = 1u << 1,  ///< ordered clause
  directive_doacross = 1u << 2, ///< ordered with depend(sink/source) or doacross
  directive_nogroup = 1u << 3,
  directive_mergeable = 1u << 4,
  directive_release = 1u << 5, ///< atomic or flush with release semantics
  directive_acquire = 1u << 6,
};

struct Directive {
  std::uint32_t parts = 0;
  std::uint32_t flags = 0;
  std::uint32_t collapse = 1;
  std::uint32_t ordered_loops = 0; ///< of the clause ordered(n)
  std::uint32_t safelen = 0;
  ScheduleKind schedule = ScheduleKind::unspecified;
  std::uint32_t chunk = 0, condition = 0, num_threads = 0, num_teams = 0, final_ = 0; ///< nodes, 0 = none
  std::uint32_t subject = 0; ///< atomic: node of the location x that is accessed atomically
  Symbol name;               ///< critical; parallel: what the region is, when it is not OpenMP's
  std::vector<SharingClause> sharing;
  std::vector<DependClause> depends;
  bool has(DirectivePart p) const { return (parts & p) != 0; }
  bool has(DirectiveFlag f) const { return (flags & f) != 0; }
};

struct FunctionTree {
  Symbol usr;
  Symbol name;
  Place place;
  std::vector<std::uint32_t> formals; ///< variables; of a method the first is `this`
  std::vector<TreeVariable> variables;
  std::vector<Node> nodes;
  std::vector<Directive> directives;
  std::uint32_t root = 0;
};

/// A global whose initialiser is a list of integer constants (a scalar has one).
struct ConstantTable {
  Symbol key;
  bool is_const = false;
  std::vector<std::int64_t> values;
};

} // namespace burler::summary
