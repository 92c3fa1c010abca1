// Work that one thread does once for all: pthread_once, C11 call_once, libc++'s call_once.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

/// While it lives, `me` runs the initialiser; an exception leaves the flag fresh ([thread.once.callonce]).
class OneTimeRun {
public:
  OneTimeRun(Thread& me, Object& object) : me_(me), object_(object) {
    object_.value = 1;
    object_.owner = &me_;
    me_.owns = true; // user code from here
  }
  ~OneTimeRun() {
    me_.owns = false;
    object_.owner = nullptr;
    object_.value = done ? 2 : 0;
    g.races.release(me_.ordinal, object_.address);
    note_change(me_);
  }
  OneTimeRun(const OneTimeRun&) = delete;
  OneTimeRun& operator=(const OneTimeRun&) = delete;
  bool done = false;

private:
  Thread& me_;
  Object& object_;
};

/// Runs `work` unless it was done for the flag at `address`; waits while another thread does it. True = done
/// by this call.
template <typename Work> bool one_time(Thread& me, std::uint64_t address, Work work, std::uint64_t pc) {
  Object& object = object_at(address, Op::once_begin, me);
  Pending pending;
  pending.op = Op::once_begin;
  pending.gate = Gate::once;
  pending.object = &object;
  pending.ordinal = object.ordinal;
  pending.pc = pc;
  point(me, pending);
  g.races.acquire(me.ordinal, object.address); // an earlier try that failed with an exception counts too
  if (object.value == 2) return false;
  OneTimeRun run(me, object);
  work();
  run.done = true;
  return true;
}

} // namespace burler::runtime
