// Functions that interpreters and engines enter from outside: bindings and method tables.
#include "extract/function_extractor.h"

#include <algorithm>

namespace burler::extract {

using namespace clang;
using namespace summary;

void UnitBuilder::entry(const FunctionDecl* target, const std::string& lock, Place at) {
  const FunctionDecl* definition = nullptr;
  if (target == nullptr || !target->hasBody(definition)) return;
  enqueue(target);
  Function thunk;
  thunk.usr = symbol("entry:" + unit.symbols.text(usr(target)));
  if (!seen_usrs_.insert(unit.symbols.text(thunk.usr)).second) return;
  thunk.name = user_name(target);
  thunk.place = at;
  thunk.flags = fn_entry;
  thunk.blocks.resize(2);
  thunk.blocks[0].successors = {1};
  const auto add = [&](EventKind kind) -> Event& {
    Event& event = thunk.blocks[0].events.emplace_back();
    event.kind = kind;
    event.place = at;
    if (kind != EventKind::call) event.path.root = {RootKind::global, 0, library_object(lock)};
    return event;
  };
  if (!lock.empty()) add(EventKind::acquire);
  Event& call = add(EventKind::call);
  call.callee = usr(target);
  call.operands.resize(target->getNumParams());
  const auto* method = dyn_cast<CXXMethodDecl>(target);
  if (method != nullptr && !method->isStatic() && !method->getParent()->isLambda()) {
    Variable object;
    object.name = symbol("self");
    object.type = type(method->getThisType());
    thunk.formals.push_back(object);
    call.has_self = true;
    call.self = {{RootKind::formal, 0, {}}, {{StepKind::deref, {}, {}}}};
  }
  if (!lock.empty()) add(EventKind::release);
  unit.functions.push_back(std::move(thunk));
}

/// `call_guard<gil_scoped_release>()`: the guard lives around every call.
bool FunctionExtractor::gives_lock_back(const Expr* argument) const {
  const auto* wrapper =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(argument->getType()->getAsCXXRecordDecl());
  if (wrapper == nullptr) return false;
  const auto inverse = [&](const TemplateArgument& a) {
    if (a.getKind() != TemplateArgument::Type) return false;
    const model::TypeModel* guard = unit_.types.type_model(a.getAsType());
    return guard != nullptr && guard->inverse;
  };
  for (const TemplateArgument& a : wrapper->getTemplateArgs().asArray()) {
    if (inverse(a)) return true;
    if (a.getKind() == TemplateArgument::Pack && std::any_of(a.pack_begin(), a.pack_end(), inverse))
      return true;
  }
  return false;
}

void FunctionExtractor::bind_entry(const model::Effect& effect, const CallView& call) {
  const auto index = static_cast<std::size_t>(effect.entry);
  if (index >= call.arguments.size()) return;
  const Callable target = callable(call.arguments[index], {});
  const bool free = std::any_of(call.arguments.begin(), call.arguments.end(),
                                [&](const Expr* argument) { return gives_lock_back(argument); });
  unit_.entry(target.function, free ? "" : effect.entry_lock,
              unit_.place(call.arguments[index]->getExprLoc()));
}

} // namespace burler::extract
