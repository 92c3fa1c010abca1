// Calls that may wait for a file, pipe or socket: the thread is ready when poll says so, and while it is not,
// others run.
#include "runtime/accesses.h"
#include "runtime/real.h"

#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace burler::runtime;

namespace {

/// Lets others run until `files` are ready; does nothing when they are ready now and nobody else could run.
void ready(Thread& me, pollfd* files, std::uint32_t count, const char* what, std::uint64_t deadline,
           std::uint64_t pc) {
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

bool blocking(int fd) { return !(fcntl(fd, F_GETFL) & O_NONBLOCK); }

void ready(Thread& me, int fd, short events, const char* what, std::uint64_t pc) {
  if (!blocking(fd)) return;
  pollfd file{fd, events, 0};
  ready(me, &file, 1, what, never, pc);
}

std::uint64_t after(int milliseconds) {
  return milliseconds < 0 ? never : g.now + static_cast<std::uint64_t>(milliseconds) * 1'000'000;
}

} // namespace

BURLER_EXPORT ssize_t read(int fd, void* to, std::size_t size) {
  Entry me;
  if (me) ready(*me, fd, POLLIN, "read", BURLER_PC());
  const ssize_t n = BURLER_REAL(read)(fd, to, size);
  if (me && n > 0)
    access(*me, reinterpret_cast<std::uint64_t>(to), static_cast<std::uint64_t>(n), true, BURLER_PC());
  return n;
}
BURLER_EXPORT ssize_t write(int fd, const void* from, std::size_t size) {
  Entry me;
  if (me) ready(*me, fd, POLLOUT, "write", BURLER_PC());
  return BURLER_REAL(write)(fd, from, size);
}
BURLER_EXPORT ssize_t recv(int fd, void* to, std::size_t size, int flags) {
  Entry me;
  if (me && !(flags & MSG_DONTWAIT)) ready(*me, fd, POLLIN, "recv", BURLER_PC());
  return BURLER_REAL(recv)(fd, to, size, flags);
}
BURLER_EXPORT ssize_t send(int fd, const void* from, std::size_t size, int flags) {
  Entry me;
  if (me && !(flags & MSG_DONTWAIT)) ready(*me, fd, POLLOUT, "send", BURLER_PC());
  return BURLER_REAL(send)(fd, from, size, flags);
}
BURLER_EXPORT int accept(int fd, sockaddr* address, socklen_t* size) {
  Entry me;
  if (me) ready(*me, fd, POLLIN, "accept", BURLER_PC());
  return BURLER_REAL(accept)(fd, address, size);
}
BURLER_EXPORT int poll(pollfd* files, nfds_t count, int timeout) {
  Entry me;
  if (!me || timeout == 0) return BURLER_REAL(poll)(files, count, timeout);
  ready(*me, files, static_cast<std::uint32_t>(count), "poll", after(timeout), BURLER_PC());
  return BURLER_REAL(poll)(files, count, 0);
}
BURLER_EXPORT int epoll_wait(int fd, epoll_event* events, int count, int timeout) {
  Entry me;
  if (!me || timeout == 0) return BURLER_REAL(epoll_wait)(fd, events, count, timeout);
  pollfd file{fd, POLLIN, 0}; // an epoll descriptor is readable when it has events
  ready(*me, &file, 1, "epoll_wait", after(timeout), BURLER_PC());
  return BURLER_REAL(epoll_wait)(fd, events, count, 0);
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
    if (g.arena->result.external++ == 0) g.arena->result.external_name = text_ref("waitpid");
    BURLER_REAL(poll)(nullptr, 0, 1);
  }
}
