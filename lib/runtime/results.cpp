// burler::result: numbers that the program calls its result, so that schedules can be compared by them.
#include "runtime/real.h"
#include "runtime/state.h"

#include <cstring>

using namespace burler::runtime;

BURLER_EXPORT void burler_result(const char* name, double value) {
  Entry me;
  if (!me || !name) return;
  Arena& arena = *g.arena;
  std::uint32_t& count = arena.result.number_count;
  std::uint32_t i = 0;
  while (i < count && std::strncmp(arena.numbers[i].name, name, sizeof arena.numbers[i].name - 1) != 0)
    ++i;
  if (i == max_numbers) {
    arena.result.truncated = 1;
    return;
  }
  if (i == count) std::strncpy(arena.numbers[count++].name, name, sizeof arena.numbers[i].name - 1);
  arena.numbers[i].value = value;
}
