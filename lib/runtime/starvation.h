// Who is passed by at what: see starvation.cpp for the definition.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

/// `me` got the object.
void note_grant(Thread& me, Object& object, std::uint64_t pc);
/// `me` tried, and somebody else had it.
void note_refusal(Thread& me, Object& object);

} // namespace burler::runtime
