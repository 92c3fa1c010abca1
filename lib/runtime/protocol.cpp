#include "runtime/protocol.h"

namespace burler::runtime {

const char* rule_of(Defect defect) {
  switch (defect) {
  case Defect::none:
    return "";
  case Defect::data_race:
    return "race/data-race";
  case Defect::deadlock_cycle:
    return "deadlock/cycle";
  case Defect::stall:
    return "deadlock/stall";
  case Defect::lost_wakeup:
    return "condvar/lost-wakeup";
  case Defect::livelock:
    return "thread/livelock";
  case Defect::starvation:
    return "thread/starvation";
  case Defect::leaked_thread:
    return "thread/leaked";
  case Defect::lock_held_at_exit:
    return "deadlock/lock-held-at-exit";
  case Defect::destroyed_in_use:
    return "thread/destroyed-in-use";
  case Defect::misuse:
    return "thread/misuse";
  case Defect::use_after_free:
    return "memory/use-after-free";
  case Defect::broken_invariant:
    return "run/broken-invariant";
  case Defect::crash:
    return "run/crash";
  }
  return "";
}

const char* name_of(Verdict verdict) {
  switch (verdict) {
  case Verdict::unfinished:
    return "unfinished";
  case Verdict::completed:
    return "completed";
  case Verdict::failed_exit:
    return "failed-exit";
  case Verdict::deadlock:
    return "deadlock";
  case Verdict::livelock:
    return "livelock";
  case Verdict::starvation:
    return "starvation";
  case Verdict::crashed:
    return "crashed";
  case Verdict::step_limit:
    return "step-limit";
  case Verdict::diverged:
    return "diverged";
  case Verdict::stopped:
    return "stopped";
  case Verdict::unsupported:
    return "unsupported";
  case Verdict::discarded:
    return "discarded";
  }
  return "?";
}

const char* name_of(SideKind kind) {
  switch (kind) {
  case SideKind::none:
    return "none";
  case SideKind::read:
    return "read";
  case SideKind::write:
    return "write";
  case SideKind::atomic_read:
    return "atomic-read";
  case SideKind::atomic_write:
    return "atomic-write";
  case SideKind::free:
    return "free";
  case SideKind::acquire:
    return "acquire";
  case SideKind::wait:
    return "wait";
  case SideKind::notify:
    return "notify";
  case SideKind::create:
    return "create";
  case SideKind::join:
    return "join";
  case SideKind::spin:
    return "spin";
  case SideKind::crash:
    return "crash";
  case SideKind::destroy:
    return "destroy";
  case SideKind::release:
    return "release";
  case SideKind::exit:
    return "exit";
  }
  return "?";
}

} // namespace burler::runtime
