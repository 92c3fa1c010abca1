// Sides of findings made from single events, and whether two accesses can meet.
#pragma once

#include "detect/analysis.h"

namespace burler::detect {

/// `kind` is the Side's kind ("wait", "notify", "write", ...).
Side event_side(const Analysis& analysis, const EventRef& r, const std::string& kind);
/// The subject in user words and its declared type.
burler::Subject named_subject(const Analysis& analysis, const Subject& subject);

enum class Meeting { never, unknown, assumed, sure };
/// Can the two accesses happen in parallel? unknown: no thread of the program is seen to perform one of them.
Meeting meeting(const Analysis& analysis, const EventRef& a, const EventRef& b);

} // namespace burler::detect
