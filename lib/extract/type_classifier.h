// What a Clang type is to the detectors: model flags, class, element. Results are cached per declaration.
#pragma once

#include "extract/clang_headers.h"
#include "model/model.h"
#include "summary/translation_unit.h"

#include <string>
#include <unordered_map>

namespace burler::extract {

/// "std::vector": scopes without inline and anonymous namespaces, no template arguments.
std::string qualified_name(const clang::NamedDecl* decl);

class TypeClassifier {
public:
  TypeClassifier(const clang::ASTContext& context, const model::Model& model)
      : context_(context), model_(model) {}

  /// Flags of a variable, field or parameter type (references and const are flags, not stripped first).
  std::uint32_t flags(clang::QualType type);
  /// The model of the type or of the first base class that has one; null when there is none.
  const model::TypeModel* type_model(clang::QualType type);
  const model::TypeModel* record_model(const clang::CXXRecordDecl* record);
  /// Element of containers, pointee of pointers and smart pointers (by the model), else a null type.
  clang::QualType element(clang::QualType type);
  /// The class of the type, of its pointee or of its element.
  const clang::CXXRecordDecl* class_behind(clang::QualType type);
  /// The same for C: any struct or union.
  const clang::RecordDecl* record_behind(clang::QualType type);
  bool is_floating_data(clang::QualType type);
  /// Named requirement BasicLockable ([thread.req.lockable.basic]): a class with lock() and unlock() that
  /// does not refer to another lock (that would be a guard).
  bool is_basic_lockable(const clang::CXXRecordDecl* record);
  /// A class whose lock() does nothing, for code that takes its kind of lock as a parameter.
  bool is_null_lock(const clang::CXXRecordDecl* record);
  /// Destroying an object of the class runs no user code, joins nothing and unlocks nothing.
  bool is_quiet(const clang::CXXRecordDecl* record);
  const std::string& name(const clang::NamedDecl* decl);

  const model::Model& model() const { return model_; }

private:
  std::uint32_t record_flags(const clang::RecordDecl* record);
  std::uint32_t structural_flags(const clang::CXXRecordDecl* record);
  const model::TypeModel* typedef_model(clang::QualType type);

  const clang::ASTContext& context_;
  const model::Model& model_;
  std::unordered_map<const clang::NamedDecl*, std::string> names_;
  std::unordered_map<const clang::CXXRecordDecl*, const model::TypeModel*> record_models_;
  std::unordered_map<const clang::RecordDecl*, std::uint32_t> record_flags_;
  std::unordered_map<const clang::CXXRecordDecl*, bool> quiet_;
};

} // namespace burler::extract
