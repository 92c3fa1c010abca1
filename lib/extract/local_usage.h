// How the variables of one function are used: which ones other code can reach, and which pointers and handles
// keep the value they were initialised with, so that their paths can be replaced by what they refer to.
#pragma once

#include "extract/clang_headers.h"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace burler::extract {

/// Where the value of a construct expression, call or lambda goes.
struct Target {
  const clang::VarDecl* variable = nullptr;
  const clang::FieldDecl* field = nullptr; ///< of the object under construction
  const clang::CXXNewExpr* allocation = nullptr;
};

class LocalUsage {
public:
  explicit LocalUsage(const clang::FunctionDecl* function);

  /// No reference, pointer or capture gives others access: reads and writes of it concern nobody.
  bool is_private(const clang::VarDecl* variable) const;
  /// Initialised once and never changed afterwards.
  bool is_stable(const clang::VarDecl* variable) const;
  /// Some element is chosen by an expression that names it.
  bool is_index(const clang::VarDecl* variable) const {
    return indices_.contains(variable->getCanonicalDecl());
  }
  /// Some element on the way to what the expression names is chosen by a variable that is changed further
  /// down.
  bool index_changes_after(const clang::Expr* expression, clang::SourceLocation place) const;
  const Target* target(const clang::Expr* expression) const;
  /// A call that is a statement of its own: its result is not used.
  bool is_discarded(const clang::Expr* call) const { return discarded_.contains(call); }
  /// In the order of the text, without those inside other lambdas.
  const std::vector<const clang::LambdaExpr*>& lambdas() const { return lambdas_; }

private:
  enum class Use { read, write, other, constant_object };
  void walk(const clang::Stmt* statement, Use use);
  void walk_call(const clang::CallExpr* call);
  void walk_lambda(const clang::LambdaExpr* lambda);
  void declare(const clang::VarDecl* variable);
  void note_index(const clang::Stmt* index, int depth = 0);
  void children(const clang::Stmt* statement);

  struct Uses {
    bool escapes = false;
    bool written = false;
    bool changed_by_others = false;
    unsigned last_change = 0; ///< raw encoding of the place; places in macros are after all others
  };
  std::unordered_map<const clang::VarDecl*, Uses> uses_;
  std::unordered_map<const clang::Expr*, Target> targets_;
  std::unordered_set<const clang::Expr*> discarded_;
  std::unordered_set<const clang::VarDecl*> indices_;
  std::vector<const clang::LambdaExpr*> lambdas_;
  int depth_ = 0;
};

/// Removes what only wraps an expression: parentheses, cleanups, temporaries, no-op casts.
const clang::Expr* strip(const clang::Expr* expression);

} // namespace burler::extract
