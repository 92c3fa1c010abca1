// Loops whose number of rounds is a constant of the source.
#pragma once

#include "extract/clang_headers.h"

#include <cstdint>

namespace burler::extract {

/// How often the body of `for (i = a; i < b; i++)` runs, where a and b are constants and nothing in the body
/// changes i or leaves the loop. 0: not such a loop, or no round at all. Linear in the body.
std::uint32_t rounds_of(const clang::ForStmt* loop, const clang::ASTContext& context);

} // namespace burler::extract
