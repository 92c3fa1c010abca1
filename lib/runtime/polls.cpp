// Calls that wait for several files: poll, select, epoll. Their timeouts are virtual time.
#include "runtime/files.h"
#include "runtime/real.h"

#include <ctime>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/time.h>

using namespace burler::runtime;

namespace {

std::uint64_t after(int milliseconds) {
  return milliseconds < 0 ? never : g.now + static_cast<std::uint64_t>(milliseconds) * 1'000'000;
}

std::uint64_t after(const timespec& t) {
  return g.now + static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(t.tv_nsec);
}

struct Sets {
  fd_set *in, *out, *special;
};

void wait_for_sets(Thread& me, int count, const Sets& sets, const char* what, std::uint64_t deadline,
                   std::uint64_t pc) {
  pollfd files[FD_SETSIZE];
  std::uint32_t used = 0;
  for (int fd = 0; fd < count && fd < FD_SETSIZE; ++fd) {
    short events = 0;
    if (sets.in && FD_ISSET(fd, sets.in)) events |= POLLIN;
    if (sets.out && FD_ISSET(fd, sets.out)) events |= POLLOUT;
    if (sets.special && FD_ISSET(fd, sets.special)) events |= POLLPRI;
    if (events) files[used++] = {fd, events, 0};
  }
  ready(me, files, used, what, deadline, pc);
}

/// What made a file readable happened before the answer.
int heard(Thread& me, const pollfd* files, nfds_t count, int result) {
  for (nfds_t i = 0; result > 0 && i < count; ++i)
    if (files[i].revents & (POLLIN | POLLHUP)) received(me, files[i].fd);
  return result;
}
/// Which files those were is known to the program only: epoll's own descriptor stands for all event
/// descriptors.
int heard(Thread& me, int epoll, int result) {
  if (result > 0) received(me, epoll);
  return result;
}

} // namespace

BURLER_EXPORT int poll(pollfd* files, nfds_t count, int timeout) {
  Entry me;
  if (!me || timeout == 0) return BURLER_REAL(poll)(files, count, timeout);
  ready(*me, files, static_cast<std::uint32_t>(count), "poll", after(timeout), BURLER_PC());
  return heard(*me, files, count, BURLER_REAL(poll)(files, count, 0));
}
BURLER_EXPORT int ppoll(pollfd* files, nfds_t count, const timespec* timeout, const sigset_t* mask) {
  Entry me;
  if (!me) return BURLER_REAL(ppoll)(files, count, timeout, mask);
  ready(*me, files, static_cast<std::uint32_t>(count), "ppoll", timeout ? after(*timeout) : never,
        BURLER_PC());
  const timespec none{};
  return heard(*me, files, count, BURLER_REAL(ppoll)(files, count, &none, mask));
}
BURLER_EXPORT int select(int count, fd_set* in, fd_set* out, fd_set* special, timeval* timeout) {
  Entry me;
  if (!me) return BURLER_REAL(select)(count, in, out, special, timeout);
  const std::uint64_t deadline = timeout ? after({timeout->tv_sec, timeout->tv_usec * 1000}) : never;
  wait_for_sets(*me, count, {in, out, special}, "select", deadline, BURLER_PC());
  timeval none{};
  return BURLER_REAL(select)(count, in, out, special, &none);
}
BURLER_EXPORT int pselect(int count, fd_set* in, fd_set* out, fd_set* special, const timespec* timeout,
                          const sigset_t* mask) {
  Entry me;
  if (!me) return BURLER_REAL(pselect)(count, in, out, special, timeout, mask);
  wait_for_sets(*me, count, {in, out, special}, "pselect", timeout ? after(*timeout) : never, BURLER_PC());
  const timespec none{};
  return BURLER_REAL(pselect)(count, in, out, special, &none, mask);
}
BURLER_EXPORT int epoll_pwait(int fd, epoll_event* events, int count, int timeout, const sigset_t* mask) {
  Entry me;
  if (!me || timeout == 0) return BURLER_REAL(epoll_pwait)(fd, events, count, timeout, mask);
  pollfd file{fd, POLLIN, 0};
  ready(*me, &file, 1, "epoll_pwait", after(timeout), BURLER_PC());
  return heard(*me, fd, BURLER_REAL(epoll_pwait)(fd, events, count, 0, mask));
}
BURLER_EXPORT int epoll_wait(int fd, epoll_event* events, int count, int timeout) {
  Entry me;
  if (!me || timeout == 0) return BURLER_REAL(epoll_wait)(fd, events, count, timeout);
  pollfd file{fd, POLLIN, 0}; // an epoll descriptor is readable when it has events
  ready(*me, &file, 1, "epoll_wait", after(timeout), BURLER_PC());
  return heard(*me, fd, BURLER_REAL(epoll_wait)(fd, events, count, 0));
}
