// burler stress: runs a program under many schedules. `burler-stress replay` is burler replay.
#include "commands.h"

#include <string_view>

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "replay")
    return burler::tool::replay_command(argc - 1, argv + 1);
  return burler::tool::stress_command(argc, argv);
}
