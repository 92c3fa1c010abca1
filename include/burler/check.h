// Conditions that must hold between any two steps of a program under burler stress. Without the explore
// engine the calls do nothing.
#pragma once

extern "C" __attribute__((weak)) void burler_check_always(bool (*holds)(void*), void* argument,
                                                          const char* name);

namespace burler {

/// From now on `holds()` is asked at every scheduling point; false is a finding (run/broken-invariant). It
/// must only read, must not wait for anything, and must stay callable until the process ends. `name` is kept.
/// O(1) here, one call a step.
template <typename Holds> void check_always(Holds& holds, const char* name = "the condition") {
  if (!burler_check_always) return;
  burler_check_always([](void* condition) { return bool((*static_cast<Holds*>(condition))()); }, &holds,
                      name);
}
/// The same for a plain function.
inline void check_always(bool (*holds)(), const char* name = "the condition") {
  if (!burler_check_always) return;
  burler_check_always([](void* function) { return reinterpret_cast<bool (*)()>(function)(); },
                      reinterpret_cast<void*>(holds), name);
}

} // namespace burler
