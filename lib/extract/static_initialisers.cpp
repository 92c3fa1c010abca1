#include "extract/static_initialisers.h"

#include <utility>

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

constexpr unsigned most_elements = 64, most_events = 512;
constexpr int deepest = 5;

class Walk {
public:
  explicit Walk(UnitBuilder& unit) : unit_(unit) {}

  void value(const APValue& v, QualType type, AccessPath& at, int depth) {
    if (depth > deepest || events.size() >= most_events) return;
    if (v.isLValue()) return address(v, at);
    if (v.isStruct()) return members(v, type, at, depth);
    if (!v.isArray()) return;
    const auto* array = unit_.context.getAsArrayType(type);
    if (array == nullptr) return;
    for (unsigned i = 0; i < v.getArrayInitializedElts() && i < most_elements; ++i) {
      at.steps.push_back({StepKind::index, unit_.symbol(std::to_string(i)), {}});
      value(v.getArrayInitializedElt(i), array->getElementType(), at, depth + 1);
      at.steps.pop_back();
    }
  }

  std::vector<Event> events;

private:
  void members(const APValue& v, QualType type, AccessPath& at, int depth) {
    const RecordDecl* record = type->getAsRecordDecl();
    if (record == nullptr) return;
    const auto* model = unit_.types.type_model(type);
    const std::string outer = std::exchange(entry_lock_, model != nullptr ? model->lock : std::string());
    for (const FieldDecl* member : record->fields()) {
      const bool named = !member->isAnonymousStructOrUnion();
      if (named)
        at.steps.push_back(
            {StepKind::field, unit_.symbol(member->getName()), unit_.usr(member->getParent())});
      value(v.getStructField(member->getFieldIndex()), member->getType(), at, depth + 1);
      if (named) at.steps.pop_back();
    }
    entry_lock_ = outer;
  }

  void address(const APValue& v, const AccessPath& at) {
    const auto* target = v.getLValueBase().dyn_cast<const ValueDecl*>();
    if (target == nullptr) return;
    Event event;
    event.kind = EventKind::assign;
    event.dst = at;
    if (const auto* function = dyn_cast<FunctionDecl>(target)) {
      event.callee = unit_.usr(function);
      unit_.enqueue(function);
      if (!entry_lock_.empty()) unit_.entry(function, entry_lock_, unit_.place(function->getLocation()));
    } else if (const auto* variable = dyn_cast<VarDecl>(target);
               variable != nullptr && variable->hasGlobalStorage()) {
      event.path = {{RootKind::global, 0, unit_.usr(variable)}, {}};
      event.by_reference = 1;
      if (!designator(v, variable->getType(), event.path)) return;
    } else {
      return;
    }
    events.push_back(std::move(event));
  }

  bool designator(const APValue& v, QualType type, AccessPath& path) {
    if (!v.hasLValuePath()) return v.getLValueOffset().isZero();
    for (const APValue::LValuePathEntry& entry : v.getLValuePath()) {
      if (const auto* array = unit_.context.getAsArrayType(type)) {
        path.steps.push_back({StepKind::index, unit_.symbol(std::to_string(entry.getAsArrayIndex())), {}});
        type = array->getElementType();
        continue;
      }
      const auto* member = dyn_cast_or_null<FieldDecl>(entry.getAsBaseOrMember().getPointer());
      if (member == nullptr) return false;
      if (!member->isAnonymousStructOrUnion())
        path.steps.push_back(
            {StepKind::field, unit_.symbol(member->getName()), unit_.usr(member->getParent())});
      type = member->getType();
    }
    return true;
  }

  UnitBuilder& unit_;
  std::string entry_lock_; ///< held around functions of the table at hand
};

} // namespace

std::vector<Event> static_initialisers(UnitBuilder& unit, const VarDecl* variable) {
  const VarDecl* initialised = variable->getInitializingDeclaration();
  if (initialised == nullptr || initialised->getInit() == nullptr || initialised->isInvalidDecl() ||
      initialised->getInit()->isValueDependent() || initialised->getType()->isDependentType() ||
      initialised->getType()->isReferenceType())
    return {};
  if ((unit.types.flags(initialised->getType()) & type_lock) != 0 &&
      unit.is_recursive_initialiser(initialised->getInit())) {
    Event event;
    event.kind = EventKind::configure;
    event.dst = {{RootKind::global, 0, unit.usr(variable)}, {}};
    event.flags = flag_recursive;
    return {event};
  }
  const QualType element = unit.context.getBaseElementType(initialised->getType());
  if (!element->isPointerType() && !element->isRecordType()) return {}; // tables of numbers can be long
  if (!initialised->hasConstantInitialization()) return {};
  const APValue* value = initialised->evaluateValue();
  if (value == nullptr) return {};
  AccessPath at{{RootKind::global, 0, unit.usr(variable)}, {}};
  Walk walk(unit);
  walk.value(*value, initialised->getType(), at, 0);
  return std::move(walk.events);
}

} // namespace burler::extract
