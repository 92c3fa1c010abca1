// What the constant initialiser of a variable makes its pointers point to.
#pragma once

#include "extract/unit_builder.h"

namespace burler::extract {

/// Assign events: `int* p = &x`, tables of functions, structs with addresses in them. Bounded in depth and
/// number; nothing for initialisers that run code.
std::vector<summary::Event> static_initialisers(UnitBuilder& unit, const clang::VarDecl* variable);

} // namespace burler::extract
