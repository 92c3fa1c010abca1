// The declarations of a parsed translation unit: which functions, classes and variables go into its summary.
#pragma once

#include "extract/unit_builder.h"

namespace burler::extract {

/// `sound_only`: of functions with parse errors only the name is kept. `errors`: the places of all of
/// them.
void extract_declarations(summary::TranslationUnit& unit, const clang::ASTContext& context,
                          const model::Model& model, const Claim& claim, bool sound_only,
                          const std::vector<clang::SourceLocation>& errors);

} // namespace burler::extract
