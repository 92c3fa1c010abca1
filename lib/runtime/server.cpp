#include "runtime/server.h"

#include "runtime/profile.h"
#include "runtime/real.h"
#include "runtime/repetition.h"
#include "runtime/state.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::runtime {

extern const char linked_marker[];
__attribute__((used)) const char linked_marker[] = "burler-explore-runtime/1";

void run_once(const char* settings); // once.cpp

bool read_whole(int fd, void* to, unsigned long size) {
  auto* at = static_cast<char*>(to);
  while (size) {
    const ssize_t n = BURLER_REAL(read)(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

void write_whole(int fd, const void* from, unsigned long size) {
  if (BURLER_REAL(write)(fd, from, size) != static_cast<ssize_t>(size)) _exit(0); // the harness is gone
}

std::uint64_t now_us() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(t.tv_nsec) / 1000;
}

namespace {

std::uint32_t limit_ms(const Arena& arena) {
  return arena.request.wall_limit_ms ? arena.request.wall_limit_ms : 10'000;
}

/// How long the run that is under way has been going, as far as one sees by looking now and then.
class Watch {
public:
  explicit Watch(const Arena& arena) : arena_(arena) { look(); }
  /// Milliseconds until the next look; 0 = the run's time is over.
  int left() {
    const std::uint64_t now = now_us();
    if (look()) return slice();
    return now >= end_ ? 0 : static_cast<int>((end_ - now) / 1000 + 1);
  }
  int slice() const { return static_cast<int>(limit_ms(arena_) / 4 + 1); }

private:
  /// True when nothing runs, or something else than last time.
  bool look() {
    const std::uint64_t run = __atomic_load_n(&arena_.repetition.taken, __ATOMIC_ACQUIRE);
    const bool idle = __atomic_load_n(&arena_.repetition.answered, __ATOMIC_ACQUIRE) == run;
    if (!idle && run == run_) return false;
    run_ = idle ? 0 : run;
    end_ = now_us() + limit_ms(arena_) * 1000ULL;
    return true;
  }
  const Arena& arena_;
  std::uint64_t run_ = 0, end_ = 0;
};

/// Waits for the child; true when it had to be killed.
bool wait_child(pid_t child, const Arena& arena, int& status) {
  const int handle = static_cast<int>(BURLER_REAL(syscall)(SYS_pidfd_open, child, 0));
  bool killed = false;
  if (handle >= 0) {
    pollfd ready{handle, POLLIN, 0};
    for (Watch watch(arena);;) {
      const int left = watch.left();
      const int result = BURLER_REAL(poll)(&ready, 1, left < watch.slice() ? left : watch.slice());
      if (result > 0) break;
      if (left > 0) continue;
      killed = true;
      break;
    }
    BURLER_REAL(close)(handle);
  }
  if (killed) kill(child, SIGKILL);
  while (BURLER_REAL(waitpid)(child, &status, 0) < 0 && errno == EINTR) {
  }
  return killed;
}

void start_child(int requests, int replies) {
  setpgid(0, 0);
  if (g.arena->request.repeat) {
    repeat_runs(requests, replies);
  } else {
    BURLER_REAL(close)(requests);
    BURLER_REAL(close)(replies);
  }
  start_run();
}

/// A number that programs do not expect to get for files of their own.
int out_of_the_way(int fd) {
  const int moved = fcntl(fd, F_DUPFD_CLOEXEC, 900);
  if (moved < 0) return fd;
  BURLER_REAL(close)(fd);
  return moved;
}

void serve(int requests, int replies, Arena* arena) {
  g.arena = arena;
  load_modules();
  const Hello hello{arena_magic, arena_version, getpid(), 0};
  write_whole(replies, &hello, sizeof hello);
  Repetition& state = arena->repetition;
  Command command;
  for (bool have = false; have || read_whole(requests, &command, sizeof command);) {
    state = {command.run_id, 0, 0, 0, 0};
    Reply reply;
    arena->result = Result{};
    const std::uint64_t begin = now_us();
    const pid_t child = BURLER_REAL(fork)();
    if (child == 0) {
      start_child(requests, replies);
      return;
    }
    if (child < 0) {
      reply.fork_failed = static_cast<std::uint32_t>(errno);
    } else {
      setpgid(child, child);
      reply.timed_out = wait_child(child, *arena, reply.wait_status);
      kill(-child, SIGKILL); // what the program started and left
    }
    have = state.returned != 0;
    command.run_id = state.returned;
    if (have || state.answered == state.taken) continue;
    reply.run_id = state.taken;
    reply.repeated = state.ran;
    reply.wall_us = now_us() - begin;
    write_whole(replies, &reply, sizeof reply);
  }
  _exit(0);
}

Arena* map_arena(int fd) {
  void* memory = mmap(nullptr, sizeof(Arena), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<Arena*>(memory);
}

void refuse(const char* text) {
  [[maybe_unused]] const auto written = BURLER_REAL(write)(2, text, std::strlen(text));
  _exit(2);
}

} // namespace

void decide_mode() {
  if (const char* settings = getenv("BURLER_SERVER")) {
    int requests = -1, replies = -1, fd = -1;
    if (std::sscanf(settings, "%d,%d,%d", &requests, &replies, &fd) != 3)
      refuse("burler: BURLER_SERVER is not \"request fd,reply fd,arena fd\"\n");
    Arena* arena = map_arena(fd);
    if (!arena) refuse("burler: the arena cannot be mapped\n");
    if (arena->magic != arena_magic || arena->version != arena_version || arena->size != sizeof(Arena))
      refuse("burler: this program was linked with another version of the explore runtime; link it again\n");
    close(fd);
    unsetenv("BURLER_SERVER");
    serve(out_of_the_way(requests), out_of_the_way(replies), arena);
  } else if (const char* area = getenv("BURLER_PROFILE")) {
    const int fd = std::atoi(area);
    unsetenv("BURLER_PROFILE");
    start_profile(fd);
  } else if (const char* once = getenv("BURLER_RUN")) {
    run_once(once);
  }
}

} // namespace burler::runtime
