// The start of a program that is linked with the runtime: from the preinit array, before any constructor.
#include "runtime/server.h"

#include <unistd.h>

extern "C" {
static void burler_preinit(int, char**, char** environment) {
  environ = environment; // the C library sets it in its own constructor, which comes later
  burler::runtime::decide_mode();
}
__attribute__((section(".preinit_array"), used)) static void (*burler_preinit_entry)(int, char**,
                                                                                     char**) = burler_preinit;
}
