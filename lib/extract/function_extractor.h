// One function body -> its mini control-flow graph. The CFG of Clang gives order and implicit destructors;
// every sub-expression is an element of its own, so that each visit concerns one node and events come in
// evaluation order.
#pragma once

#include "extract/local_usage.h"
#include "extract/unit_builder.h"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace burler::extract {

/// What an expression denotes: an object (`address` false: the lvalue, or the value loaded from it) or the
/// address of the object at `path`.
struct Value {
  AccessPath path;
  bool address = false;
  bool tensor = false;                           ///< reached through the storage of tensor data
  const clang::FunctionDecl* function = nullptr; ///< a function or member function is meant
  const clang::Expr* bound = nullptr;            ///< std::bind call whose result this is

  explicit operator bool() const { return static_cast<bool>(path); }
};

/// A call with its receiver and arguments in one shape for methods, operators and functions.
struct CallView {
  const clang::Expr* expression = nullptr;
  const clang::FunctionDecl* callee = nullptr;
  const clang::Expr* receiver = nullptr;
  bool arrow = false;
  std::vector<const clang::Expr*> arguments;
};

/// Something that can be run: a known function with or without its object, or a value that holds one.
struct Callable {
  const clang::FunctionDecl* function = nullptr;
  Value self;
  bool has_self = false;
  Value value;
  std::vector<const clang::Expr*> bound_arguments;
  bool is_virtual = false;
  unsigned consumed = 0; ///< arguments used up as the receiver
};

/// The value of a constant integer, enumerator or null pointer, a default argument's included.
std::optional<std::string> constant_text(const clang::Expr* expression, const clang::ASTContext& context);

/// Variables that cannot change after their initialisation.
bool is_constant(const clang::Expr* object, const clang::ASTContext& context);

class FunctionExtractor {
public:
  FunctionExtractor(UnitBuilder& unit, const clang::FunctionDecl* function);
  summary::Function run();
  /// Of a function without a body: its name, parameters and attributes.
  summary::Function declaration();

private:
  // function_extractor.cpp: the frame
  void describe();
  void blocks_from_cfg(const clang::CFG& cfg);
  void fallback_block();
  void element(const clang::CFGElement& element);
  void finish_block(const clang::CFGBlock& source, summary::Block& block,
                    const std::unordered_map<const clang::CFGBlock*, std::uint32_t>& numbers);
  std::int32_t tested_event(const clang::Expr* condition, bool& negated);
  summary::Event& add(summary::EventKind kind, clang::SourceLocation location);
  std::uint32_t last_number() const { return static_cast<std::uint32_t>(event_count_) - 1; }

  // once_region.cpp: initialise-once idioms
  void note_once_region(const clang::Stmt* terminator);
  bool in_once_region(clang::SourceLocation location) const;

  // branch_conditions.cpp
  void find_tested(const clang::CFG& cfg);
  void branch_condition(const clang::Expr* condition, summary::Block& block);
  void named_things(const clang::Stmt* condition, std::vector<AccessPath>& things, int depth);
  void compared_objects(const clang::Expr* condition, summary::Block& block);
  std::string condition_text(const clang::Expr* expression);
  std::string subject_text(const clang::VarDecl* variable) const;
  bool is_followed(const clang::VarDecl* variable) const;
  void note_constant(const clang::VarDecl* variable, const clang::Expr* value, clang::SourceLocation location,
                     int step = 0);
  std::optional<std::pair<const clang::Expr*, std::int64_t>>
  sum_with_constant(const clang::Expr* condition) const;

  // scalar_flows.cpp
  void note_flow(const AccessPath& target, clang::QualType type, const clang::Expr* source,
                 bool more = false);

  // demanded_values.cpp
  void note_change(const Value& target, const clang::Expr* source, std::int64_t sign);
  void demand(const clang::Expr* condition, bool holds);
  void assertion(const clang::CFGBlock& source, const clang::Expr* condition);

  // path_builder.cpp
  Value value(const clang::Expr* expression);
  Value compute(const clang::Expr* expression);
  Value value_of_name(const clang::DeclRefExpr* name);
  Value value_of_variable(const clang::ValueDecl* variable);
  Value value_of_member(const clang::MemberExpr* member);
  Value value_of_cast(const clang::CastExpr* cast);
  Value value_of_operator(const clang::Expr* expression);
  Value deref(Value pointer);
  Value field(Value object, const clang::FieldDecl* field);
  Value step(Value object, StepKind kind, std::string_view name, clang::QualType object_type);
  std::string index_text(const clang::Expr* index);
  AccessPath local(const clang::VarDecl* variable);
  AccessPath temporary(clang::QualType type, clang::SourceLocation location);
  bool is_captured(const clang::ValueDecl* variable) const;

  // access_events.cpp
  void visit(const clang::Stmt* statement);
  void access(summary::EventKind kind, const Value& value, clang::QualType type,
              clang::SourceLocation location, std::uint32_t flags = 0);
  bool worth_reporting(const Value& value) const;
  void visit_load(const clang::CastExpr* cast);
  void visit_assignment(const clang::BinaryOperator* assignment);
  void visit_increment(const clang::UnaryOperator* unary);
  void assign(const Value& target, const clang::Expr* source, clang::QualType type,
              clang::SourceLocation location, summary::AssignKind kind = summary::AssignKind::pointer);
  void visit_return(const clang::ReturnStmt* statement);
  void visit_new(const clang::CXXNewExpr* expression);
  void visit_delete(const clang::CXXDeleteExpr* expression);
  void visit_atomic(const clang::AtomicExpr* expression);
  std::uint32_t allocation(const clang::Expr* site);

  // declarations.cpp
  void visit_declaration(const clang::DeclStmt* statement);
  void declare(const clang::VarDecl* variable);
  void initialise_global(const clang::VarDecl* variable, const clang::DeclStmt* statement);
  void static_guard(const clang::DeclStmt* statement, summary::EventKind kind);
  void initialise_member(const clang::CXXCtorInitializer* init);
  void object_ends(const AccessPath& path, clang::QualType type, clang::SourceLocation location);
  void elements_end(AccessPath path, clang::QualType container, const clang::CXXRecordDecl* element,
                    clang::SourceLocation location);
  void owner_lets_go(const CallView& call);

  // construct_events.cpp
  void visit_construct(const clang::CXXConstructExpr* construct);
  void copy_object(const clang::CXXConstructExpr* construct, const AccessPath& target);
  void copy_fields(const clang::CXXRecordDecl* record, const Value& from, const Value* to,
                   clang::SourceLocation where);
  void read_object(const Value& object, clang::QualType type, clang::SourceLocation location);
  void write_object(const Value& object, clang::QualType type, clang::SourceLocation location);
  std::optional<AccessPath> target_of(const clang::Expr* expression);
  void guard_init(const clang::CXXConstructExpr* construct, const model::TypeModel& model,
                  const AccessPath& target);
  void visit_lambda(const clang::LambdaExpr* lambda);

  // call_events.cpp
  void visit_call(const clang::CallExpr* call);
  CallView view(const clang::CallExpr* call);
  Value receiver(const CallView& call);
  clang::QualType receiver_type(const CallView& call);
  void materialise(const clang::FunctionDecl* callee, const std::vector<const clang::Expr*>& arguments);
  bool get_call(const CallView& call);
  bool make_call(const CallView& call);
  const model::FunctionModel* model_of(const CallView& call);
  bool is_own(const clang::FunctionDecl* callee) const;
  void user_call(const CallView& call);
  void system_call(const CallView& call);
  void formatted_access(const clang::FunctionDecl& callee, const clang::Expr* argument);
  void argument_accesses(const CallView& call, bool runs_callables);
  bool special_call(const CallView& call);
  bool lockable_call(const CallView& call);
  bool assignment_call(const CallView& call);
  void operands(summary::Event& event, const clang::FunctionDecl* callee,
                const std::vector<const clang::Expr*>& arguments);

  // model_events.cpp: effects of modelled calls
  void apply(const model::FunctionModel& function, const CallView& call);
  void apply(const model::Effect& effect, const CallView& call);
  void apply_library(const model::Effect& effect, const CallView& call);
  void apply_run(const model::Effect& effect, const CallView& call);
  void apply_allocation(const model::Effect& effect, const Value& object, const CallView& call);
  void apply_access(const model::Effect& effect, const Value& object, const CallView& call);
  void apply_assignment(const model::Effect& effect, const Value& object, const CallView& call);
  Value resolve(const model::PathSpec& spec, const CallView& call);
  void constant_operands(summary::Event& event, const clang::FunctionDecl* callee,
                         const std::vector<const clang::Expr*>& arguments);
  void lock_kind(summary::Event& event, const model::Effect& effect, const CallView& call);
  void suspend(const clang::CoroutineSuspendExpr* expression);
  bool never_given(const AccessPath& path) const;
  void bind_entry(const model::Effect& effect, const CallView& call);
  bool gives_lock_back(const clang::Expr* argument) const;
  void bound_wait(summary::Event& event, const model::Effect& effect, const CallView& call);
  MemoryOrder order_argument(int index, const CallView& call, MemoryOrder otherwise);

  // thread_events.cpp: things that are run
  Callable callable(const clang::Expr* expression, const std::vector<const clang::Expr*>& arguments);
  const clang::FunctionDecl* call_operator(const clang::CXXRecordDecl* record);
  summary::Event& run_event(summary::EventKind kind, const Callable& target,
                            const std::vector<const clang::Expr*>& arguments, unsigned first,
                            clang::SourceLocation location);
  void fork(const AccessPath& handle, const model::Effect& effect, const CallView& call);
  void emplace_threads(const CallView& call);
  void remember_callable(const clang::VarDecl* variable);

  UnitBuilder& unit_;
  const clang::ASTContext& context_;
  const clang::FunctionDecl* decl_;
  const clang::CXXRecordDecl* closure_ = nullptr; ///< set in a lambda's body
  LocalUsage usage_;
  summary::Function out_;
  summary::Block* block_ = nullptr;
  std::size_t event_count_ = 0;
  std::uint32_t static_init_ = 0; ///< flags of events inside a static local's initialiser
  std::uint32_t allocations_ = 0;
  std::unordered_map<const clang::VarDecl*, std::uint32_t> locals_;
  std::unordered_map<const clang::ValueDecl*, Value> aliases_; ///< references and stable pointers
  std::unordered_map<const clang::VarDecl*, Value> handles_;   ///< stable smart pointers, iterators, views
  std::vector<const clang::VarDecl*> local_declarations_; ///< by index of out_.locals, null for temporaries
  std::unordered_map<const clang::Expr*, Value> results_; ///< of calls, constructions, lambdas
  std::unordered_map<const clang::Expr*, std::uint32_t> allocation_sites_;
  std::unordered_map<const clang::Expr*, std::int32_t>
      tested_; ///< expressions whose truth tells a lock was taken
  std::unordered_map<const clang::CFGBlock*, const clang::DeclStmt*> static_starts_;
  std::unordered_map<const clang::VarDecl*, Callable> callables_; ///< stable local std::function and the like
  std::map<AccessPath, AccessPath> guard_locks_;                  ///< what guards were made with
  std::vector<clang::SourceRange> once_regions_;
  std::unordered_set<const clang::VarDecl*> tested_variables_;      ///< followed ones that branches ask about
  std::unordered_map<const clang::Expr*, AccessPath> materialised_; ///< temporary smart pointers by argument
  std::set<AccessPath> examined_; ///< paths that conditions other than assertions have compared so far
  bool waits_ = false;            ///< on a condition variable, so far in this function
  bool takes_locks_ = false;      ///< so far in this function
  int depth_ = 0;
};

} // namespace burler::extract
