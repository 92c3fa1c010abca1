#include "sched/fault.h"

#include <cstring>

namespace burler::sched {

namespace {
constexpr const char* names[fault_count] = {
    "none", "spurious-wake", "try-lock", "weak-cas", "thread-creation", "allocation", "short-io"};
} // namespace

const char* name_of(Fault fault) {
  const auto number = static_cast<std::uint8_t>(fault);
  return number < fault_count ? names[number] : "?";
}

Fault fault_of(const char* name) {
  for (std::uint8_t i = 1; i < fault_count; ++i)
    if (std::strcmp(names[i], name) == 0) return static_cast<Fault>(i);
  return Fault::none;
}

} // namespace burler::sched
