// Reads and writes until all bytes are moved.
#include <cassert>
#include <cstring>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

void write_all(int file, const char* from, std::size_t size) {
  while (size > 0) {
    const ssize_t n = write(file, from, size);
    assert(n > 0);
    from += n;
    size -= static_cast<std::size_t>(n);
  }
}
void read_all(int file, char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t n = recv(file, to, size, 0);
    assert(n > 0);
    to += n;
    size -= static_cast<std::size_t>(n);
  }
}

int main() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  const char sent[] = "a record of some bytes";
  std::thread writer([&] { write_all(ends[1], sent, sizeof sent); });
  char got[sizeof sent] = {};
  read_all(ends[0], got, sizeof got);
  writer.join();
  assert(std::memcmp(got, sent, sizeof sent) == 0);
}
