// Everything of a translation unit that is not inside one function: symbols, places, USRs, types, globals,
// classes.
#pragma once

#include "extract/type_classifier.h"
#include "summary/translation_unit.h"

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace burler::extract {

/// Claims a header's function, named by the hash of its USR, for this unit; false when a unit before it in
/// the run has it.
using Claim = std::function<bool(std::uint64_t function)>;

class UnitBuilder {
public:
  UnitBuilder(summary::TranslationUnit& unit, const clang::ASTContext& context, const model::Model& model,
              Claim claim);

  Symbol symbol(std::string_view text) { return unit.symbols.intern(text); }
  summary::Place place(clang::SourceLocation location);
  Symbol usr(const clang::Decl* decl);
  /// "KvCache::append", lambdas as "main::lambda#1".
  Symbol user_name(const clang::NamedDecl* decl);
  /// As a user writes it; member typedefs of templates (`value_type`) are resolved.
  Symbol type_name(clang::QualType type);
  summary::Type type(clang::QualType type, const clang::VarDecl* variable = nullptr);
  bool in_system_header(const clang::Decl* decl) const;
  bool in_main_file(const clang::Decl* decl) const;

  /// Records the variable and returns its USR.
  Symbol global(const clang::VarDecl* variable);
  /// The lock the C++ ABI takes around the initialiser of a function-local static ([stmt.dcl]).
  Symbol static_guard(const clang::VarDecl* variable);
  /// `PTHREAD_RECURSIVE_MUTEX_INITIALIZER` and its variants.
  bool is_recursive_initialiser(const clang::Expr* init) const;
  /// A lock, or unprotected state, that a library hides behind functions; known by the model's name for it.
  Symbol library_object(const std::string& name, bool lock = true);
  /// What the results of an unseen function without parameters refer to: one object of that class, or, when
  /// the pointee has no class, of that function. None for functions that make objects or answer for the
  /// calling thread.
  Symbol returned_object(const clang::FunctionDecl* function);
  /// The program hands the function to an interpreter or engine, which enters it at any time with the hidden
  /// lock held (none when empty): a function of its own that does so stands for these calls.
  void entry(const clang::FunctionDecl* target, const std::string& lock, summary::Place at);
  void record(const clang::RecordDecl* definition);
  /// A lambda met inside `parent`: numbers it and queues its body.
  void lambda(const clang::CXXRecordDecl* closure, const clang::FunctionDecl* parent);
  /// Queues a function body; repeated and unwanted ones are dropped.
  void enqueue(const clang::FunctionDecl* function);
  const clang::FunctionDecl* next();

  summary::TranslationUnit& unit;
  const clang::ASTContext& context;
  TypeClassifier types;
  bool sound_only = false; ///< leave out bodies with parse errors instead of reading around them
  const std::vector<clang::SourceLocation>* errors = nullptr; ///< where the unit does not parse

private:
  struct Lambda {
    std::string usr;
    std::string name;
    Symbol parent;
  };
  friend class FunctionExtractor;

  std::string file_suffix(const clang::Decl* decl);
  bool claimed(const std::string& usr);

  Claim claim_;
  std::unordered_map<const clang::FileEntry*, std::uint32_t> files_;
  std::unordered_map<const clang::Decl*, Symbol> usrs_;
  std::unordered_map<const clang::CXXRecordDecl*, Lambda> lambdas_;
  std::unordered_map<const clang::Decl*, unsigned> lambda_counts_;
  std::unordered_set<const clang::Decl*> seen_;
  std::unordered_set<std::string> seen_usrs_;
  std::unordered_set<std::uint32_t> seen_guards_;
  std::deque<const clang::FunctionDecl*> queue_;
};

} // namespace burler::extract
