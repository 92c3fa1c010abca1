// Calls that read and write files, pipes and sockets: the thread is ready when poll says so, and while it is
// not, others run.
#include "runtime/files.h"

#include "runtime/accesses.h"
#include "runtime/fault.h"
#include "runtime/real.h"
#include "runtime/survey.h"

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::runtime {

namespace {

/// The object that bytes through `fd` order by; 0 = none. A pipe is one inode, the two ends of a connection
/// are not.
std::uint64_t channel(int fd) {
  constexpr std::uint64_t no_address = 1ULL << 62;
  struct stat about{};
  if (fstat(fd, &about) != 0) return 0;
  if (S_ISFIFO(about.st_mode)) return no_address + (about.st_ino << 4);
  if (S_ISSOCK(about.st_mode)) return no_address;
  return S_ISREG(about.st_mode) || S_ISCHR(about.st_mode) || S_ISDIR(about.st_mode) ? 0 : no_address + 8;
}

} // namespace

void ready(Thread& me, pollfd* files, std::uint32_t count, const char* what, std::uint64_t deadline,
           std::uint64_t pc) {
  if (g.flags & flag_survey) survey_wait(me);
  if (BURLER_REAL(poll)(files, count, 0) != 0) return;
  Pending pending;
  pending.op = Op::io;
  pending.gate = Gate::file;
  pending.files = files;
  pending.file_count = count;
  pending.external = what;
  pending.deadline = deadline;
  pending.pc = pc;
  point(me, pending);
}

void sending(Thread& me, int fd) {
  if (g.alone) return;
  if (const std::uint64_t object = channel(fd)) g.races.release(me.ordinal, object, true);
}
void received(Thread& me, int fd) {
  if (g.alone) return;
  if (const std::uint64_t object = channel(fd)) g.races.acquire(me.ordinal, object);
}

} // namespace burler::runtime

using namespace burler::runtime;

namespace {

bool blocking(int fd) { return !(fcntl(fd, F_GETFL) & O_NONBLOCK); }

/// Bytes between threads come in an order that the schedule chooses.
void before(Thread& me, int fd, std::uint64_t pc) {
  if (g.live > 1 && channel(fd)) point(me, Op::io, nullptr, pc);
}

void to_read(Thread& me, int fd, int flags, const char* what, std::uint64_t pc) {
  before(me, fd, pc);
  pollfd file{fd, POLLIN, 0};
  if (!(flags & MSG_DONTWAIT) && blocking(fd)) ready(me, &file, 1, what, never, pc);
}
void to_write(Thread& me, int fd, int flags, const char* what, std::uint64_t pc) {
  before(me, fd, pc);
  pollfd file{fd, POLLOUT, 0};
  if (!(flags & MSG_DONTWAIT) && blocking(fd)) ready(me, &file, 1, what, never, pc);
  sending(me, fd);
  note_change(me);
}

template <typename T> T got(Entry& me, int fd, T result) {
  if (!me) return result;
  if (result >= 0)
    received(*me, fd);
  else if (errno == EAGAIN)
    note_yield(*me); // a loop around it waits for somebody to send
  return result;
}

} // namespace

BURLER_EXPORT ssize_t read(int fd, void* to, std::size_t size) {
  Entry me;
  if (me) {
    to_read(*me, fd, 0, "read", BURLER_PC());
    size = shortened(*me, fd, size, false, BURLER_PC());
  }
  const ssize_t n = got(me, fd, BURLER_REAL(read)(fd, to, size));
  if (me && n > 0)
    access(*me, reinterpret_cast<std::uint64_t>(to), static_cast<std::uint64_t>(n), true, BURLER_PC());
  return n;
}
BURLER_EXPORT ssize_t readv(int fd, const iovec* to, int count) {
  Entry me;
  if (me) to_read(*me, fd, 0, "readv", BURLER_PC());
  return got(me, fd, BURLER_REAL(readv)(fd, to, count));
}
BURLER_EXPORT ssize_t recv(int fd, void* to, std::size_t size, int flags) {
  Entry me;
  if (me) {
    to_read(*me, fd, flags, "recv", BURLER_PC());
    if (!(flags & MSG_WAITALL)) size = shortened(*me, fd, size, false, BURLER_PC());
  }
  return got(me, fd, BURLER_REAL(recv)(fd, to, size, flags));
}
BURLER_EXPORT ssize_t recvfrom(int fd, void* to, std::size_t size, int flags, sockaddr* address,
                               socklen_t* length) {
  Entry me;
  if (me) to_read(*me, fd, flags, "recvfrom", BURLER_PC());
  return got(me, fd, BURLER_REAL(recvfrom)(fd, to, size, flags, address, length));
}
BURLER_EXPORT ssize_t recvmsg(int fd, msghdr* message, int flags) {
  Entry me;
  if (me) to_read(*me, fd, flags, "recvmsg", BURLER_PC());
  return got(me, fd, BURLER_REAL(recvmsg)(fd, message, flags));
}
BURLER_EXPORT int accept(int fd, sockaddr* address, socklen_t* size) {
  Entry me;
  if (me) to_read(*me, fd, 0, "accept", BURLER_PC());
  return got(me, fd, BURLER_REAL(accept)(fd, address, size));
}
BURLER_EXPORT int accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
  Entry me;
  if (me) to_read(*me, fd, 0, "accept4", BURLER_PC());
  return got(me, fd, BURLER_REAL(accept4)(fd, address, size, flags));
}
BURLER_EXPORT int eventfd_read(int fd, eventfd_t* value) {
  Entry me;
  if (me) to_read(*me, fd, 0, "eventfd_read", BURLER_PC());
  return got(me, fd, BURLER_REAL(eventfd_read)(fd, value));
}
BURLER_EXPORT ssize_t write(int fd, const void* from, std::size_t size) {
  Entry me;
  if (me) {
    to_write(*me, fd, 0, "write", BURLER_PC());
    size = shortened(*me, fd, size, true, BURLER_PC());
  }
  return BURLER_REAL(write)(fd, from, size);
}
BURLER_EXPORT ssize_t writev(int fd, const iovec* from, int count) {
  Entry me;
  if (me) to_write(*me, fd, 0, "writev", BURLER_PC());
  return BURLER_REAL(writev)(fd, from, count);
}
BURLER_EXPORT ssize_t send(int fd, const void* from, std::size_t size, int flags) {
  Entry me;
  if (me) {
    to_write(*me, fd, flags, "send", BURLER_PC());
    size = shortened(*me, fd, size, true, BURLER_PC());
  }
  return BURLER_REAL(send)(fd, from, size, flags);
}
BURLER_EXPORT ssize_t sendto(int fd, const void* from, std::size_t size, int flags, const sockaddr* address,
                             socklen_t length) {
  Entry me;
  if (me) to_write(*me, fd, flags, "sendto", BURLER_PC());
  return BURLER_REAL(sendto)(fd, from, size, flags, address, length);
}
BURLER_EXPORT ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  Entry me;
  if (me) to_write(*me, fd, flags, "sendmsg", BURLER_PC());
  return BURLER_REAL(sendmsg)(fd, message, flags);
}
BURLER_EXPORT int eventfd_write(int fd, eventfd_t value) {
  Entry me;
  if (me) to_write(*me, fd, 0, "eventfd_write", BURLER_PC());
  return BURLER_REAL(eventfd_write)(fd, value);
}
/// The reader at the other end may learn of it.
BURLER_EXPORT int close(int fd) {
  Entry me;
  if (me) sending(*me, fd);
  return BURLER_REAL(close)(fd);
}
BURLER_EXPORT int shutdown(int fd, int how) noexcept {
  Entry me;
  if (me) sending(*me, fd);
  return BURLER_REAL(shutdown)(fd, how);
}

BURLER_EXPORT pid_t waitpid(pid_t child, int* status, int options) {
  Entry me;
  if (!me || (options & WNOHANG) || g.live == 1) return BURLER_REAL(waitpid)(child, status, options);
  for (;;) { // children are outside: others run, or real time passes, a millisecond at a time
    const pid_t result = BURLER_REAL(waitpid)(child, status, options | WNOHANG);
    if (result != 0) return result;
    Pending pending;
    pending.op = Op::io;
    pending.gate = Gate::open;
    pending.pc = BURLER_PC();
    point(*me, pending);
    me->parked = true;
    note_outside("waitpid");
    BURLER_REAL(poll)(nullptr, 0, 1);
  }
}
