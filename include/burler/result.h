// The numbers by which a program's runs are compared under burler stress --profile: how far do they differ
// from schedule to schedule? Without the explore engine the call does nothing.
#pragma once

extern "C" __attribute__((weak)) void burler_result(const char* name, double value);

namespace burler {

/// From any thread, any number of times: the last value of each name counts. Names are cut at 47 characters;
/// at most 64 of them.
inline void result(const char* name, double value) {
  if (burler_result) burler_result(name, value);
}

} // namespace burler
