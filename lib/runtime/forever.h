// A global that exists before any constructor runs (the runtime starts in the preinit array) and is never
// destroyed (threads run until the very end of the process).
#pragma once

namespace burler::runtime {

template <typename T> union Forever {
  constexpr Forever() : value() {}
  ~Forever() {}
  T value;
};

} // namespace burler::runtime
