// Which function bodies of a unit with parse errors can still be analysed.
#pragma once

#include "extract/clang_headers.h"

namespace burler::extract {

/// False when the body holds expressions or variables Clang could not make sense of; its CFG and type sizes
/// must then not be asked for. Linear in the body.
bool is_sound(const clang::FunctionDecl* function);

} // namespace burler::extract
