// Which function bodies of a unit with parse errors can still be analysed.
#pragma once

#include "extract/type_classifier.h"

namespace burler::extract {

/// True when Clang made sense of all of the body and the signature. Linear in the body.
bool is_sound(const clang::FunctionDecl* function);

/// True when what Clang could not make sense of (an unknown type, a call of something undeclared) is only a
/// part of the body that takes or gives back no lock: the rest of the body can be judged. An unknown
/// statement that may be about a lock (it names one, or a method such as lock and unlock, or makes a guard)
/// makes the locks held after it unknown, so the body is given up. Linear in the body.
bool is_usable(const clang::FunctionDecl* function, TypeClassifier& types);

/// True when one of the unit's `errors` lies in a statement of the body that Clang kept nothing of (it
/// declares a variable of an unknown namespace) and that names a lock: the body looks whole, and is not.
/// Linear in the body times the errors in it.
bool drops_lock(const clang::FunctionDecl* function, const std::vector<clang::SourceLocation>& errors);

} // namespace burler::extract
