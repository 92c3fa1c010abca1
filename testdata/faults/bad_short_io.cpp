// One read() for a whole record: fewer bytes may come.
// faults: short-io
// expect: run/crash fewer bytes
#include <cassert>
#include <cstring>
#include <thread>
#include <unistd.h>

int main() {
  int ends[2];
  if (pipe(ends) != 0) return 0;
  const char sent[] = "a record of some bytes";
  std::thread writer([&] { (void)!write(ends[1], sent, sizeof sent); });
  char got[sizeof sent] = {};
  (void)!read(ends[0], got, sizeof got);
  writer.join();
  assert(std::memcmp(got, sent, sizeof sent) == 0);
}
