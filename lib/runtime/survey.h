// What each lock guards, seen in controlled runs (flag_survey): which memory the critical sections touch,
// and whether other threads touch it too. Facts for the advice of a lock profile; decides nothing.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

void survey_begin(Thread& me, const Object& lock, bool shared, std::uint64_t pc);
void survey_end(Thread& me, const Object& lock);
void survey_access(Thread& me, std::uint64_t address, std::uint64_t size, bool write, std::uint64_t pc);
/// The memory is gone: what is there later is another object.
void survey_forget(std::uint64_t address, std::uint64_t size);
/// The innermost lock is given up for a condition wait on it.
void survey_condition(const Object& lock);
/// The thread sleeps or waits for a file while it holds what it holds.
void survey_wait(Thread& me);
/// Writes Arena::surveys.
void write_survey();

} // namespace burler::runtime
