// What the executable wants to be done at its end, kept by the runtime where main is run more than once
// (repetition.h): atexit handlers and destructors of static and of the main thread's thread-local objects;
// and the main thread's values under pthread keys.
#pragma once

namespace burler::runtime {

/// From here on the runtime keeps the handlers.
void keep_exit_handlers();
/// Runs what was registered, the last first, as exit() does; user code.
void run_exit_handlers();

/// From here on changes to pthread keys are remembered; a key that existed before is not really deleted.
void watch_keys();
/// Takes them back.
void restore_keys();

} // namespace burler::runtime
