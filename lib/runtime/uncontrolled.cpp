// Calls that wait for the outside world while they hold the token: nobody else runs meanwhile, and what they
// see is not part of the schedule. Each is named in the result. Cancellation and bare clones are refused: no
// schedule could be trusted after them.
#include "runtime/real.h"
#include "runtime/state.h"
#include "runtime/watchdog.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mqueue.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/file.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace burler::runtime;

namespace {

/// True when the call is made as user code: then the watchdog of a preloaded runtime may interrupt it.
bool interruptible(const char* name) {
  Entry me;
  if (me && g.live > 1) note_outside(name);
  return me && (g.flags & flag_preload);
}

} // namespace

#define BURLER_OUTSIDE(result, name, parameters, arguments)                                                  \
  BURLER_EXPORT result name parameters {                                                                     \
    if (interruptible(#name)) return BURLER_REAL(name) arguments;                                            \
    Entry me;                                                                                                \
    return BURLER_REAL(name) arguments;                                                                      \
  }

BURLER_OUTSIDE(int, connect, (int fd, const sockaddr* a, socklen_t n), (fd, a, n))
BURLER_OUTSIDE(int, flock, (int fd, int operation) noexcept, (fd, operation))
BURLER_OUTSIDE(int, lockf, (int fd, int command, off_t size), (fd, command, size))
BURLER_OUTSIDE(int, sigwait, (const sigset_t* set, int* number), (set, number))
BURLER_OUTSIDE(int, sigwaitinfo, (const sigset_t* set, siginfo_t* info), (set, info))
BURLER_OUTSIDE(int, sigtimedwait, (const sigset_t* set, siginfo_t* info, const timespec* t), (set, info, t))
BURLER_OUTSIDE(int, system, (const char* command), (command))
BURLER_OUTSIDE(int, pclose, (FILE * stream), (stream))
BURLER_OUTSIDE(pid_t, wait3, (int* status, int options, rusage* use) noexcept, (status, options, use))
BURLER_OUTSIDE(pid_t, wait4, (pid_t child, int* status, int options, rusage* use) noexcept,
               (child, status, options, use))
BURLER_OUTSIDE(int, waitid, (idtype_t type, id_t id, siginfo_t* info, int options), (type, id, info, options))
BURLER_OUTSIDE(ssize_t, mq_receive, (mqd_t q, char* to, std::size_t size, unsigned* priority),
               (q, to, size, priority))
BURLER_OUTSIDE(int, mq_send, (mqd_t q, const char* from, std::size_t size, unsigned priority),
               (q, from, size, priority))
BURLER_OUTSIDE(ssize_t, msgrcv, (int q, void* to, std::size_t size, long type, int flags),
               (q, to, size, type, flags))
BURLER_OUTSIDE(int, msgsnd, (int q, const void* from, std::size_t size, int flags), (q, from, size, flags))
BURLER_OUTSIDE(int, semop, (int s, sembuf* operations, std::size_t count) noexcept, (s, operations, count))

/// Both end with the first signal that the program handles; ours is none of them.
BURLER_EXPORT int sigsuspend(const sigset_t* set) {
  if (interruptible("sigsuspend"))
    for (;;) {
      const std::uint32_t before = ticks_here();
      const int result = BURLER_REAL(sigsuspend)(set);
      if (ticks_here() == before) return result;
    }
  Entry me;
  return BURLER_REAL(sigsuspend)(set);
}
BURLER_EXPORT int pause() {
  sigset_t set;
  pthread_sigmask(SIG_BLOCK, nullptr, &set);
  return sigsuspend(&set);
}

BURLER_EXPORT pid_t wait(int* status) { return waitpid(-1, status, 0); }

BURLER_EXPORT int pthread_cancel(pthread_t handle) {
  Entry me;
  if (me)
    end_run(Verdict::unsupported,
            "pthread_cancel: cancellation points are not modelled; ask the thread to stop instead");
  return BURLER_REAL(pthread_cancel)(handle);
}
