// What the program's declarations say about the type of the thing an access path names.
#pragma once

#include "detect/alias_env.h"
#include "summary/program.h"

namespace burler::detect {

/// The declared type of the last named thing on the path: the variable when no field follows, else the field.
/// Null when unknown. Steps after that (deref, index, storage) lead away from it.
const summary::Type* declared_type(const summary::Program& program, const PathTable& paths,
                                   const AccessPath& path);

/// The type of exactly this path: null when the path ends in a deref, an index or a storage step.
const summary::Type* exact_type(const summary::Program& program, const PathTable& paths,
                                const AccessPath& path);

/// The lock inside a user's wrapper class, when it has exactly one; otherwise the path itself.
PathId inner_lock(PathContext context, PathId lock);

} // namespace burler::detect
