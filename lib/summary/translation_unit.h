// What one translation unit contributes: functions as mini control-flow graphs, classes, globals,
// suppressions. Produced by lib/extract, written to a summary file, linked by linker.h. All Symbols belong to
// `symbols`.
#pragma once

#include "summary/event.h"
#include "summary/tree.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burler::summary {

/// What a type is to the detectors, decided by the models.
enum TypeFlag : std::uint32_t {
  type_lock = 1u << 0,        ///< mutex-like
  type_shared_lock = 1u << 1, ///< has a reader mode
  type_recursive_lock = 1u << 2,
  type_guard = 1u << 3,
  type_condition = 1u << 4,
  type_atomic = 1u << 5,
  type_thread = 1u << 6, ///< handle of a concurrent activity (thread, future, pthread_t)
  type_sync = 1u << 7,   ///< other synchronisation object (latch, barrier, semaphore, once_flag, promise)
  type_shares_storage =
      1u << 8, ///< copies alias one storage (at::Tensor, shared_ptr-like handles, spans, pointers to data)
  type_owns_buffer = 1u << 9, ///< vector<float>, unique_ptr<float[]>, struct of pointer and shape
  type_tensor = 1u << 10,     ///< its storage is tensor data: races on it are race/unguarded-tensor
  type_container = 1u << 11,
  type_concurrent = 1u << 12, ///< safe for concurrent use by its model (concurrent queue, stream, logger)
  type_pointer = 1u << 13,    ///< raw or smart pointer
  type_reference = 1u << 14,
  type_const = 1u << 15,
  type_callable = 1u << 16,     ///< std::function, function pointer, closure
  type_thread_local = 1u << 17, ///< variable: one per thread
  type_class = 1u << 18,        ///< a user class; `class_usr` is set
  type_sole_thread = 1u << 19,  ///< handle that cannot take another thread while its own runs (std::thread)
};

struct Type {
  Symbol spelling;  ///< as a user writes it
  Symbol class_usr; ///< the class (of the pointee/element for pointers and arrays), when there is one
  std::uint32_t flags = 0;
  bool has(TypeFlag f) const { return (flags & f) != 0; }
};

struct Variable {
  Symbol name; ///< user name
  Type type;
  Place place;
};

struct Block {
  std::vector<Event> events;
  std::vector<std::uint32_t>
      successors; ///< block numbers; for a two-way branch: [taken when true, when false]
  /// When the branch tests the outcome of a try-lock or owns_lock: number of that event in this function
  /// (events are numbered through all blocks in order), else -1. successors[0] is the branch where it holds.
  std::int32_t tested_event = -1;
  /// Control leaves here by an exception or never comes back: no successors, and not a return of the
  /// function.
  bool abandons = false;
  bool throws = false; ///< abandons by an exception that this function does not catch
  Place left;          ///< of the return or throw that ends the block, when there is one
  /// What a two-way branch asks: "subject == value" holds in successors[0], or in successors[1] when
  /// `inverted`. Empty when not followed. `firm`: every change of the subject is an EventKind::constant here.
  Symbol subject, value;
  bool inverted = false;
  bool firm = false;
  /// The subject is a comparison of two objects, `lesser < greater` (or <=): the roots of what is compared.
  AccessPath lesser, greater;
  std::uint32_t rounds = 0;        ///< the branch of a loop that runs its body so often; 0 = not known
  std::vector<AccessPath> depends; ///< two-way branch: what its condition names
};

enum FunctionFlag : std::uint32_t {
  fn_main = 1u << 0,
  fn_constructor = 1u << 1,
  fn_destructor = 1u << 2,
  fn_method = 1u << 3,
  fn_static = 1u << 4, ///< internal linkage or static method
  fn_public = 1u << 5, ///< public member, or exported free function
  fn_const = 1u << 6,
  fn_lambda = 1u << 7, ///< a closure's operator(); `self` is the closure object
  fn_virtual = 1u << 8,
  fn_kernel = 1u << 9,  ///< __global__
  fn_device = 1u << 10, ///< __device__ only: not host code
  fn_coroutine = 1u << 11,
  fn_entry =
      1u << 12, ///< entered from outside concurrently by its model (binding entry, callback, test body)
  fn_no_thread_safety = 1u << 13, ///< NO_THREAD_SAFETY_ANALYSIS
  fn_header = 1u << 14,           ///< defined in a header (may be repeated in other units)
  fn_no_return = 1u << 15,
  fn_declaration = 1u << 16, ///< no body in this program, known for its thread-safety attributes
};

struct Attribute { ///< Clang thread-safety facts
  enum Kind : std::uint8_t {
    requires_lock,
    requires_shared,
    excludes,
    acquires,
    acquires_shared,
    releases,
    returns_lock,
    asserts, ///< ASSERT_CAPABILITY: held when the call returns
    asserts_shared,
    try_acquires, ///< held where the call has returned true
    try_acquires_shared
  } kind;
  AccessPath path;
};

/// Where numbers come from: the scalar `to` (a local variable, or a field) is computed from what `from`
/// names. Kept without regard to order, for questions such as "does this depend on the number of the
/// thread?".
struct Flow {
  AccessPath to;
  std::vector<AccessPath> from;
  bool copy = false; ///< `from` is one path, and `to` gets its value unchanged
};

struct Function {
  Symbol usr;
  Symbol name;      ///< qualified user name, "KvCache::append", lambdas as "main::lambda#1"
  Symbol class_usr; ///< methods and constructors; for lambdas the closure class
  Symbol parent;    ///< lambdas: USR of the enclosing function
  Place place;
  Place
      declared; ///< the name in its first declaration: methods defined out of line are declared in the class
  std::uint32_t flags = 0;
  std::vector<Variable> formals;
  std::vector<Variable> locals;  ///< indexed by PathRoot::index of RootKind::local
  std::vector<Symbol> overrides; ///< USRs of overridden virtual methods
  std::vector<Attribute> attributes;
  std::vector<Block> blocks; ///< blocks[0] is the entry; an empty vector is a declaration without body
  std::vector<Flow> flows;   ///< at most 256
  bool has(FunctionFlag f) const { return (flags & f) != 0; }
};

struct Field {
  Symbol name;
  Type type;
  Place place;
  bool is_public = false;
  bool is_mutable = false;
  bool is_thread_index = false; ///< by the model of its type: the number of a thread in its team
  AccessPath guarded_by;        ///< GUARDED_BY attribute, rooted at self; empty when absent
  AccessPath pt_guarded_by;
  std::vector<AccessPath> acquired_before, acquired_after; ///< ACQUIRED_BEFORE/AFTER of a lock
};

struct Class {
  Symbol usr;
  Symbol name;
  Place place;
  std::vector<Symbol> bases; ///< USRs
  std::vector<Field> fields;
  bool is_lambda = false;
  bool in_system_header = false;
  bool is_polymorphic = false;
};

struct Global {
  Symbol usr;
  Symbol name; ///< qualified user name
  Type type;
  Place place;
  Symbol owner; ///< function-local statics: USR of the function
  bool constant_initialised = false;
  bool internal_linkage = false;
  AccessPath guarded_by;
  std::vector<AccessPath> acquired_before, acquired_after;
  std::vector<Event> initial; ///< assign events: what its constant initialiser makes its pointers point to
};

/// A comment that begins with `burler:allow(rule): reason`, on the same line or alone on the line above the
/// code.
struct Suppression {
  Place place;                   ///< of the comment
  std::uint32_t covers_line = 0; ///< the code line it applies to
  Symbol rule;                   ///< "race/unguarded-state" or an area "race"
  Symbol reason;                 ///< empty = malformed, reported as such
};

struct TranslationUnit {
  SymbolTable symbols;
  std::string main_file;
  std::string directory; ///< working directory of the compile command
  std::vector<std::string> files;
  std::vector<std::string> notes; ///< dropped flags, substituted stub headers: one line each
  std::vector<std::string>
      errors; ///< why the unit is undecided (first parse errors); functions may still be present
  std::vector<std::string> stub_headers;    ///< headers for which a bundled stand-in was read
  std::vector<std::string> missing_headers; ///< headers that were not found and have no stand-in
  std::uint64_t lost_functions = 0;         ///< bodies that parse errors made unusable
  std::vector<Function> functions;
  std::vector<Class> classes;
  std::vector<Global> globals;
  std::vector<Suppression> suppressions;
  std::vector<FunctionTree> trees;   ///< of functions with a body, when the unit is compiled with OpenMP
  std::vector<ConstantTable> tables; ///< of globals, likewise
  std::uint64_t source_lines = 0;    ///< non-system lines of the unit
  /// Functions of headers that the units of a run share, as hashes of their USRs: those whose bodies are
  /// here, and those left to a unit before this one. Both empty when every unit was read whole.
  std::vector<std::uint64_t> claimed;
  std::vector<std::uint64_t> declined;
};

} // namespace burler::summary
