// Memory straight from the operating system, for code that runs inside a program under test and must use
// neither its malloc nor its operator new. Power-of-two size classes on free lists; nothing is returned to
// the system below 64 KiB. Not thread-safe: the caller serialises (the runtime does so by construction: one
// thread runs at a time).
#pragma once

#include <cstddef>
#include <new>
#include <utility>

namespace burler {

/// Zero-filled memory aligned to 16. Never null: ends the process when the system has no memory left.
void* page_allocate(std::size_t bytes);
/// `bytes` must be the size asked for. Null is allowed.
void page_release(void* memory, std::size_t bytes);

/// From now on page_rewind() brings every block and its contents back to what they are now, and takes what
/// was handed out since. Returns the bytes that each rewinding copies. Once in a process; O(bytes in use).
std::size_t page_mark();
/// O(bytes in use at the mark + bytes handed out since).
void page_rewind();

template <typename T, typename... Args> T* page_make(Args&&... args) {
  return ::new (page_allocate(sizeof(T))) T(std::forward<Args>(args)...);
}
template <typename T> void page_drop(T* object) {
  if (!object) return;
  object->~T();
  page_release(object, sizeof(T));
}

} // namespace burler
