#include "runtime/server.h"

#include "runtime/profile.h"
#include "runtime/real.h"
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

namespace {

bool read_all(int fd, void* to, std::size_t size) {
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

void write_all(int fd, const void* from, std::size_t size) {
  if (BURLER_REAL(write)(fd, from, size) != static_cast<ssize_t>(size)) _exit(0); // the harness is gone
}

std::uint64_t now_us() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(t.tv_nsec) / 1000;
}

/// Waits for the child; true when it had to be killed.
bool wait_child(pid_t child, std::uint32_t limit_ms, int& status) {
  const int handle = static_cast<int>(BURLER_REAL(syscall)(SYS_pidfd_open, child, 0));
  bool killed = false;
  if (handle >= 0) {
    pollfd ready{handle, POLLIN, 0};
    const std::uint64_t end = now_us() + limit_ms * 1000ULL;
    for (;;) {
      const std::uint64_t now = now_us();
      const int result =
          now >= end ? 0 : BURLER_REAL(poll)(&ready, 1, static_cast<int>((end - now) / 1000 + 1));
      if (result > 0) break;
      if (result < 0 && errno == EINTR) continue;
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

void serve(int requests, int replies, Arena* arena) {
  g.arena = arena;
  load_modules();
  const Hello hello{arena_magic, arena_version, getpid(), 0};
  write_all(replies, &hello, sizeof hello);
  Command command;
  while (read_all(requests, &command, sizeof command)) {
    Reply reply;
    reply.run_id = command.run_id;
    arena->result = Result{};
    const std::uint64_t begin = now_us();
    const pid_t child = BURLER_REAL(fork)();
    if (child == 0) {
      setpgid(0, 0);
      BURLER_REAL(close)(requests);
      BURLER_REAL(close)(replies);
      start_run();
      return;
    }
    if (child < 0) {
      reply.fork_failed = static_cast<std::uint32_t>(errno);
    } else {
      setpgid(child, child);
      const std::uint32_t limit = arena->request.wall_limit_ms ? arena->request.wall_limit_ms : 10'000;
      reply.timed_out = wait_child(child, limit, reply.wait_status);
      kill(-child, SIGKILL); // what the program started and left
    }
    reply.wall_us = now_us() - begin;
    write_all(replies, &reply, sizeof reply);
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
    for (const int kept : {requests, replies})
      fcntl(kept, F_SETFD, FD_CLOEXEC);
    unsetenv("BURLER_SERVER");
    serve(requests, replies, arena);
  } else if (const char* area = getenv("BURLER_PROFILE")) {
    const int fd = std::atoi(area);
    unsetenv("BURLER_PROFILE");
    start_profile(fd);
  } else if (const char* once = getenv("BURLER_RUN")) {
    run_once(once);
  }
}

} // namespace burler::runtime
