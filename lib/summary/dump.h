// A summary as text, for people: `burler lint --dump-summary a.cpp`. Also what extractor tests compare with.
#pragma once

#include "summary/translation_unit.h"

#include <string>

namespace burler::summary {

/// "this->k_", "*p", "v{}[i]" ({} = storage), "call#3->next"; roots are shown in the function's own names.
std::string path_text(const SymbolTable& symbols, const Function& function, const AccessPath& path);

/// One line without the place, such as "acquire this->mu_ shared try".
std::string event_text(const SymbolTable& symbols, const Function& function, const Event& event);

const char* name_of(EventKind kind);

/// The unit in a stable order: functions as extracted, blocks with numbered events and successors, classes,
/// globals.
std::string dump(const TranslationUnit& unit);

} // namespace burler::summary
