// The whole program under analysis: translation units merged by entity name (USR) into one set of tables.
#pragma once

#include "summary/translation_unit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace burler::summary {

/// Differences from a TranslationUnit: one symbol table and one file list for all; every function, class and
/// global once; and the `entity` of every formal, local, allocation and call_result root names its function,
/// so that paths of different functions never compare equal. Functions and globals with internal linkage, and
/// every `main`, stay one per unit.
struct Program {
  SymbolTable symbols;
  std::vector<std::string> files;
  std::vector<Function> functions;
  std::vector<Class> classes;
  std::vector<Global> globals;
  std::vector<Suppression> suppressions;
  std::vector<FunctionTree> trees;
  std::vector<ConstantTable> tables;
  std::uint64_t source_lines = 0;

  std::unordered_map<Symbol, std::uint32_t> function_index;
  std::unordered_map<Symbol, std::uint32_t> class_index;
  std::unordered_map<Symbol, std::uint32_t> global_index;
  /// USR of a virtual method -> functions that override it, directly or through others.
  std::unordered_map<Symbol, std::vector<std::uint32_t>> overriders;
  /// USR of a class -> indices of its methods and constructors that have a body.
  std::unordered_map<Symbol, std::vector<std::uint32_t>> methods;

  const Function* function(Symbol usr) const {
    const auto found = function_index.find(usr);
    return found == function_index.end() ? nullptr : &functions[found->second];
  }
  const Class* find_class(Symbol usr) const {
    const auto found = class_index.find(usr);
    return found == class_index.end() ? nullptr : &classes[found->second];
  }
  const Global* global(Symbol usr) const {
    const auto found = global_index.find(usr);
    return found == global_index.end() ? nullptr : &globals[found->second];
  }
  /// The field of the class `owner` or null.
  const Field* field(Symbol owner, Symbol name) const {
    const Class* c = find_class(owner);
    if (c == nullptr) return nullptr;
    for (const Field& f : c->fields)
      if (f.name == name) return &f;
    return nullptr;
  }
};

} // namespace burler::summary
