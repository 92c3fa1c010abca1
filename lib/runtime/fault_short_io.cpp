// Reads and writes that move fewer bytes than they could, as POSIX lets them. Messages and event counters are
// whole, and so is a write of at most PIPE_BUF bytes into a pipe.
#include "runtime/fault.h"

#include <climits>
#include <sys/socket.h>
#include <sys/stat.h>

namespace burler::runtime {

namespace {

bool may_be_partial(int file, std::size_t size, bool writes) {
  struct stat about{};
  if (fstat(file, &about) != 0) return false;
  if (S_ISREG(about.st_mode)) return true;
  if (S_ISFIFO(about.st_mode)) return !writes || size > PIPE_BUF;
  int type = 0;
  socklen_t length = sizeof type;
  return S_ISSOCK(about.st_mode) && getsockopt(file, SOL_SOCKET, SO_TYPE, &type, &length) == 0 &&
         type == SOCK_STREAM;
}

} // namespace

std::size_t shortened(Thread& me, int file, std::size_t size, bool writes, std::uint64_t pc) {
  if (size < 2 || !may_be_partial(file, size, writes)) return size;
  const std::size_t most = size - 1 < 0xffff ? size - 1 : 0xffff;
  const std::uint32_t moved = fault(me, sched::Fault::short_io, pc, static_cast<std::uint32_t>(most));
  return moved ? moved : size;
}

} // namespace burler::runtime
