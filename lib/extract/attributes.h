// Clang thread-safety attributes as facts (clang/docs/ThreadSafetyAnalysis).
#pragma once

#include "extract/clang_headers.h"
#include "summary/translation_unit.h"

#include <vector>

namespace burler::extract {

class UnitBuilder;

/// GUARDED_BY / PT_GUARDED_BY of a field (path rooted at self) or a global; empty when absent.
AccessPath guarded_by(UnitBuilder& unit, const clang::ValueDecl* declaration);
AccessPath pt_guarded_by(UnitBuilder& unit, const clang::ValueDecl* declaration);

/// ACQUIRED_BEFORE / ACQUIRED_AFTER of a lock: what its arguments name.
std::vector<AccessPath> acquired_before(UnitBuilder& unit, const clang::ValueDecl* declaration);
std::vector<AccessPath> acquired_after(UnitBuilder& unit, const clang::ValueDecl* declaration);

/// TRY_ACQUIRE: the call returns true when it has taken the lock.
bool tries_to_acquire(const clang::FunctionDecl* function);

/// REQUIRES, ACQUIRE, RELEASE, ... of all declarations of a function.
std::vector<summary::Attribute> thread_safety_facts(UnitBuilder& unit, const clang::FunctionDecl* function);

} // namespace burler::extract
