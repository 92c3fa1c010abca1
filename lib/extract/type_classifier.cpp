#include "extract/type_classifier.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

std::string qualified_name(const NamedDecl* decl) {
  std::string name = decl->getNameAsString();
  for (const DeclContext* scope = decl->getDeclContext(); scope != nullptr; scope = scope->getParent()) {
    const auto* named = dyn_cast<NamedDecl>(scope);
    if (named == nullptr) continue;
    if (const auto* ns = dyn_cast<NamespaceDecl>(named);
        ns != nullptr && (ns->isInline() || ns->isAnonymousNamespace()))
      continue;
    if (const std::string part = named->getNameAsString(); !part.empty()) name = part + "::" + name;
  }
  return name;
}

const std::string& TypeClassifier::name(const NamedDecl* decl) {
  const auto* key = cast<NamedDecl>(decl->getCanonicalDecl());
  const auto found = names_.find(key);
  return found != names_.end() ? found->second : names_.emplace(key, qualified_name(decl)).first->second;
}

const model::TypeModel* TypeClassifier::record_model(const CXXRecordDecl* record) {
  if (record == nullptr) return nullptr;
  record = record->getCanonicalDecl();
  if (const auto found = record_models_.find(record); found != record_models_.end()) return found->second;
  record_models_[record] = nullptr; // breaks cycles of ill-formed bases
  const model::TypeModel* result = model_.type(name(record));
  if (result == nullptr && record->hasDefinition()) {
    for (const CXXBaseSpecifier& base : record->getDefinition()->bases()) {
      result = record_model(base.getType()->getAsCXXRecordDecl());
      // A user's class that inherits a lock is a lock; one that inherits a container has a life of its own.
      constexpr std::uint32_t inherited =
          type_lock | type_guard | type_condition | type_thread | type_sync | type_atomic;
      const bool user = !context_.getSourceManager().isInSystemHeader(record->getDefinition()->getLocation());
      if (result != nullptr && user && (result->flags & inherited) == 0) result = nullptr;
      if (result != nullptr) break;
    }
  }
  return record_models_[record] = result;
}

const model::TypeModel* TypeClassifier::typedef_model(QualType type) {
  for (const auto* alias = type->getAs<TypedefType>(); alias != nullptr; alias = type->getAs<TypedefType>()) {
    if (const auto* found = model_.type(name(alias->getDecl()))) return found;
    type = alias->getDecl()->getUnderlyingType();
  }
  if (const auto* record = type->getAsRecordDecl(); record != nullptr && !isa<CXXRecordDecl>(record))
    return model_.type(name(record));
  return nullptr;
}

const model::TypeModel* TypeClassifier::type_model(QualType type) {
  if (type.isNull()) return nullptr;
  type = type.getNonReferenceType();
  if (const auto* found = typedef_model(type)) return found;
  return record_model(type->getAsCXXRecordDecl());
}

QualType TypeClassifier::element(QualType type) {
  if (type.isNull()) return {};
  type = type.getNonReferenceType();
  if (const auto* array = context_.getAsArrayType(type)) return array->getElementType();
  if (!type->getPointeeType().isNull()) return type->getPointeeType();
  const model::TypeModel* known = type_model(type);
  if (known == nullptr || known->element < 0) return {};
  const auto* instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
  if (instance == nullptr) return {};
  const auto& arguments = instance->getTemplateArgs();
  const auto wanted = static_cast<unsigned>(known->element);
  if (wanted >= arguments.size() || arguments[wanted].getKind() != TemplateArgument::Type) return {};
  QualType found = arguments[wanted].getAsType();
  if (const auto* array = context_.getAsArrayType(found))
    found = array->getElementType(); // unique_ptr<float[]>
  return found;
}

const RecordDecl* TypeClassifier::record_behind(QualType type) {
  for (int depth = 0; depth < 8 && !type.isNull(); ++depth) {
    const QualType inner = element(type);
    if (inner.isNull()) return type.getNonReferenceType()->getAsRecordDecl();
    type = inner;
  }
  return nullptr;
}

const CXXRecordDecl* TypeClassifier::class_behind(QualType type) {
  return dyn_cast_or_null<CXXRecordDecl>(record_behind(type));
}

bool TypeClassifier::is_floating_data(QualType type) {
  for (int depth = 0; depth < 4 && !type.isNull(); ++depth) {
    if (type->isRealFloatingType()) return true;
    if (const auto* alias = type->getAs<TypedefType>();
        alias != nullptr && model_.is_half_float(name(alias->getDecl())))
      return true;
    if (const auto* record = type->getAsRecordDecl()) {
      if (model_.is_half_float(name(record))) return true;
      if (type_model(type) == nullptr) return false;
    }
    type = element(type);
  }
  return false;
}

/// The struct of pointer and shape that C code calls a tensor: public data only, a pointer to floating data
/// and at least one integer or array of integers, no behaviour of its own.
std::uint32_t TypeClassifier::structural_flags(const CXXRecordDecl* record) {
  if (record->isLambda() || record->isUnion() || record->isPolymorphic() || record->getNumBases() != 0)
    return 0;
  bool pointer = false;
  bool shape = false;
  unsigned fields = 0;
  for (const FieldDecl* field : record->fields()) {
    if (field->getAccess() == AS_private || field->getAccess() == AS_protected || ++fields > 12) return 0;
    const QualType type = field->getType();
    if (type->isPointerType()) pointer |= is_floating_data(type->getPointeeType());
    const QualType scalar = type->isArrayType() ? element(type) : type;
    shape |= !scalar.isNull() && scalar->isIntegerType() && !scalar->isBooleanType() &&
             !scalar->isAnyCharacterType();
    if (const auto* known = type_model(type)) {
      if ((known->flags & (type_lock | type_condition | type_thread)) != 0) return 0;
    }
  }
  return pointer && shape ? type_owns_buffer | type_tensor : 0;
}

bool TypeClassifier::is_null_lock(const CXXRecordDecl* record) {
  if (record == nullptr || !record->hasDefinition() || record_model(record) != nullptr) return false;
  for (const CXXMethodDecl* method : record->getDefinition()->methods()) {
    if (!method->getIdentifier() || method->getName() != "lock" || method->getNumParams() != 0) continue;
    const FunctionDecl* pattern = method->getTemplateInstantiationPattern();
    const auto* body = dyn_cast_or_null<CompoundStmt>(
        (pattern != nullptr ? pattern : cast<FunctionDecl>(method))->getBody());
    return body != nullptr && body->body_empty();
  }
  return false;
}

bool TypeClassifier::is_basic_lockable(const CXXRecordDecl* record) {
  if (record == nullptr || !record->hasDefinition() || record_model(record) != nullptr) return false;
  record = record->getDefinition();
  bool lock = false;
  bool unlock = false;
  for (const CXXMethodDecl* method : record->methods()) {
    if (!method->getIdentifier() || method->getNumParams() != 0 || method->isStatic()) continue;
    lock |= method->getName() == "lock" && method->getReturnType()->isVoidType();
    unlock |= method->getName() == "unlock" && method->getReturnType()->isVoidType();
  }
  if (!lock || !unlock || is_null_lock(record)) return false;
  for (const FieldDecl* member : record->fields()) {
    const QualType type = member->getType();
    if ((type->isReferenceType() || type->isPointerType()) && type->getPointeeType()->isRecordType())
      return false;
    if ((flags(type) & type_guard) != 0) return false;
  }
  return true;
}

bool TypeClassifier::is_quiet(const CXXRecordDecl* record) {
  if (record == nullptr || !record->hasDefinition()) return true;
  record = record->getDefinition();
  if (record->hasTrivialDestructor()) return true;
  const auto [known, fresh] = quiet_.emplace(record, true);
  if (!fresh) return known->second;
  const bool system = context_.getSourceManager().isInSystemHeader(record->getLocation());
  const auto* model = record_model(record);
  bool quiet = model == nullptr || (model->flags & (type_guard | type_thread)) == 0;
  const CXXDestructorDecl* destructor = record->getDestructor();
  if (!system && destructor != nullptr && (destructor->isUserProvided() || destructor->isVirtual()))
    quiet = false;
  if (quiet && model != nullptr && model->element >= 0) {
    // A container destroys its elements.
    const auto* instance = dyn_cast<ClassTemplateSpecializationDecl>(record);
    const auto wanted = static_cast<unsigned>(model->element);
    if (instance != nullptr && wanted < instance->getTemplateArgs().size() &&
        instance->getTemplateArgs()[wanted].getKind() == TemplateArgument::Type)
      quiet = is_quiet(instance->getTemplateArgs()[wanted].getAsType()->getAsCXXRecordDecl());
  } else if (quiet && !system) {
    for (const FieldDecl* field : record->fields())
      quiet = quiet && is_quiet(field->getType()->getAsCXXRecordDecl());
    for (const CXXBaseSpecifier& base : record->bases())
      quiet = quiet && is_quiet(base.getType()->getAsCXXRecordDecl());
  }
  return quiet_[record] = quiet;
}

std::uint32_t TypeClassifier::record_flags(const RecordDecl* record) {
  record = cast<RecordDecl>(record->getCanonicalDecl());
  if (const auto found = record_flags_.find(record); found != record_flags_.end()) return found->second;
  record_flags_[record] = type_class;
  std::uint32_t flags = type_class;
  if (const auto* cxx = dyn_cast<CXXRecordDecl>(record)) {
    if (cxx->isLambda()) flags |= type_callable;
    if (const auto* definition = cxx->getDefinition();
        definition != nullptr && !context_.getSourceManager().isInSystemHeader(definition->getLocation()))
      flags |= structural_flags(definition) | (is_basic_lockable(definition) ? type_lock : 0);
  }
  return record_flags_[record] = flags;
}

std::uint32_t TypeClassifier::flags(QualType type) {
  std::uint32_t flags = 0;
  if (type.isNull()) return flags;
  if (type->isReferenceType()) flags |= type_reference;
  type = type.getNonReferenceType();
  if (type.isConstQualified()) flags |= type_const;
  if (type->isAtomicType()) flags |= type_atomic;
  if (type->isPointerType() || type->isArrayType()) {
    const QualType inner = element(type);
    if (type->isPointerType()) flags |= type_pointer;
    if (inner->isFunctionType()) return flags | type_callable;
    if (is_floating_data(inner))
      flags |= type_tensor | (type->isArrayType() ? type_owns_buffer : type_shares_storage);
    // An array of locks is locks, a pointer to a lock is a pointer.
    if (type->isArrayType()) flags |= this->flags(inner) & ~type_const;
    return flags;
  }
  if (type->isFunctionType() || type->isMemberPointerType()) return flags | type_callable;
  const model::TypeModel* known = type_model(type);
  if (known != nullptr) {
    flags |= known->flags;
    if (known->tensor_of_floats && is_floating_data(element(type))) flags |= type_tensor;
    if (known->tensor_of_floats && (flags & type_tensor) == 0 && (flags & type_container) == 0)
      flags &= ~type_owns_buffer;
  }
  if (const auto* record = type->getAsRecordDecl())
    flags |= known != nullptr ? type_class : record_flags(record);
  return flags;
}

} // namespace burler::extract
