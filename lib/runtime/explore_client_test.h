// The smallest harness: drives a program's fork server for the tests.
#pragma once

#include "runtime/protocol.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::runtime::testing {

class Client {
public:
  /// `word`: the program's one argument, null = none.
  explicit Client(const std::string& program, const char* word = nullptr) {
    const int fd = memfd_create("arena", 0);
    if (ftruncate(fd, sizeof(Arena)) != 0) std::abort();
    arena_ = static_cast<Arena*>(mmap(nullptr, sizeof(Arena), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    arena_->magic = arena_magic;
    arena_->version = arena_version;
    arena_->size = sizeof(Arena);
    int requests[2], replies[2];
    if (pipe(requests) != 0 || pipe(replies) != 0) std::abort();
    server_ = fork();
    if (server_ == 0) {
      close(requests[1]);
      close(replies[0]);
      char settings[64];
      std::snprintf(settings, sizeof settings, "%d,%d,%d", requests[0], replies[1], fd);
      setenv("BURLER_SERVER", settings, 1);
      if (!std::freopen("/dev/null", "w", stderr)) std::abort();
      execl(program.c_str(), program.c_str(), word, static_cast<char*>(nullptr));
      _exit(127);
    }
    close(requests[0]);
    close(replies[1]);
    close(fd);
    to_ = requests[1];
    from_ = replies[0];
    Hello hello;
    alive_ = ::read(from_, &hello, sizeof hello) == sizeof hello && hello.magic == arena_magic;
  }
  ~Client() {
    close(to_);
    close(from_);
    waitpid(server_, nullptr, 0);
    munmap(arena_, sizeof(Arena));
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool alive() const { return alive_; }
  Arena& arena() { return *arena_; }
  Request& request() { return arena_->request; }

  Reply run(const char* strategy, std::uint64_t seed) {
    request().mode = Mode::explore;
    request().seed = seed;
    std::snprintf(request().strategy, sizeof request().strategy, "%s", strategy);
    return again();
  }
  /// After a run: another one in which a load foresees a store of this one.
  Reply foresee(std::uint32_t which, const char* strategy) {
    const Foresight seen = arena_->foresights[which];
    for (std::uint64_t i = 0; i < seen.at_step; ++i)
      arena_->input_steps[i] = arena_->steps[i];
    arena_->input_steps[seen.at_step] =
        sched::Step{seen.reader, sched::Op::atomic_load, sched::step_foreseen, seen.object, 0, seen.value, 0};
    request().step_count = static_cast<std::uint32_t>(seen.at_step + 1);
    request().foreseen_writer = seen.writer;
    request().foreseen_object = seen.object;
    request().foreseen_store = seen.store;
    request().foreseen_site = seen.site;
    request().foreseen_value = seen.value;
    const std::uint32_t flags = request().flags;
    request().flags |= flag_follow;
    const Reply reply = run(strategy, request().seed);
    request().flags = flags;
    return reply;
  }
  /// Repeats the run whose steps the arena holds.
  Reply replay() {
    request().mode = Mode::replay;
    request().step_count = arena_->result.step_count;
    for (std::uint32_t i = 0; i < request().step_count; ++i)
      arena_->input_steps[i] = arena_->steps[i];
    return again();
  }
  Reply again() {
    Reply reply;
    const Command command{++request().run_id};
    if (::write(to_, &command, sizeof command) != sizeof command) std::abort();
    if (::read(from_, &reply, sizeof reply) != sizeof reply) std::abort();
    request().expected_steps = std::max(request().expected_steps, arena_->result.steps);
    return reply;
  }
  /// Hands the shared accesses found so far back as scheduling points.
  void learn() {
    for (std::uint32_t i = 0; i < arena_->result.point_count; ++i) {
      bool known = false;
      for (std::uint32_t n = 0; n < request().point_count; ++n)
        known |= arena_->input_points[n] == arena_->points[i];
      if (!known && request().point_count < max_points)
        arena_->input_points[request().point_count++] = arena_->points[i];
    }
  }
  bool found(Defect defect) const {
    for (std::uint32_t i = 0; i < arena_->result.finding_count; ++i)
      if (arena_->findings[i].defect == defect) return true;
    return false;
  }

private:
  Arena* arena_ = nullptr;
  pid_t server_ = -1;
  int to_ = -1, from_ = -1;
  bool alive_ = false;
};

} // namespace burler::runtime::testing
