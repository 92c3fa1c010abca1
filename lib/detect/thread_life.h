// Lives of threads as seen from their handles: where a handle is joined, detached or passed on, which ways
// leave it behind, and whether the thread itself can ever end.
#pragma once

#include "detect/event_index.h"

#include <optional>
#include <string>
#include <vector>

namespace burler::detect {

enum class HandleKind {
  none,
  plain,   ///< std::thread: destroying it while joinable ends the program
  joining, ///< std::jthread: its destructor joins
  future,  ///< of std::async: its destructor waits
  posix,   ///< pthread_t, thrd_t
};

/// By the declared type of the thing the path names; containers count as their elements.
HandleKind handle_kind(const EventIndex& index, const AccessPath& path);

/// Joins, detachments and other ways to settle or pass on the handle of `fork`, a local variable of its
/// function.
struct LocalHandle {
  bool settled_somewhere = false; ///< some event settles it
  bool left = false;              ///< a way from the start to the end of the function settles it nowhere
  bool overwritten = false;       ///< the start repeats with the old handle unsettled
};
LocalHandle follow_handle(const EventIndex& index, const EventRef& fork);

/// Joins (futures: waits) whose handle is that of the fork: the same field, global or local variable.
std::vector<EventRef> joins_of(const EventIndex& index, const EventRef& fork);

/// The field or variable that ends up with the handle of the fork, moves within the function followed.
Subject handle_of(const EventIndex& index, const EventRef& fork);

/// Every way through the function is an endless loop: no return, no exception, no end of the program.
bool never_ends(const EventIndex& index, Symbol function);

/// The class's destructor with a body.
const summary::Function* destructor_of(const summary::Program& program, Symbol class_usr);
/// Position of the field in its class, or -1.
int field_number(const summary::Program& program, const Subject& field);

} // namespace burler::detect
