// The declarations of a parsed translation unit: which functions, classes and variables go into its summary.
#pragma once

#include "extract/unit_builder.h"

namespace burler::extract {

void extract_declarations(summary::TranslationUnit& unit, const clang::ASTContext& context,
                          const model::Model& model, const Claim& claim);

} // namespace burler::extract
