#include "extract/worker.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::extract {
namespace {

constexpr std::size_t worker_stack = std::size_t{256}
                                     << 20; // deeply nested expressions recurse in Clang and here

struct AnswerHead {
  std::uint64_t size = 0;
  UnitTiming timing;
  double write_seconds = 0;
  std::uint64_t peak_bytes = 0;
};

bool transfer(int channel, char* data, std::size_t size, bool write_it) {
  while (size > 0) {
    const ssize_t moved = write_it ? send(channel, data, size, MSG_NOSIGNAL) : read(channel, data, size);
    if (moved < 0 && errno == EINTR) continue;
    if (moved <= 0) return false;
    data += moved;
    size -= static_cast<std::size_t>(moved);
  }
  return true;
}

std::uint64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

/// The process's life.
void serve_units(int channel, const Worker::Serve& serve, std::size_t memory_limit) {
  const rlimit stack{worker_stack, worker_stack};
  setrlimit(RLIMIT_STACK, &stack);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (memory_limit != 0) {
    const rlimit memory{memory_limit, memory_limit};
    setrlimit(RLIMIT_AS, &memory);
  }
  std::uint64_t unit = 0;
  while (transfer(channel, reinterpret_cast<char*>(&unit), sizeof unit, false)) {
    Answer answer = serve(unit);
    AnswerHead head{answer.bytes.size(), answer.timing, answer.write_seconds, peak_memory()};
    if (!transfer(channel, reinterpret_cast<char*>(&head), sizeof head, true)) return;
    if (!transfer(channel, answer.bytes.data(), answer.bytes.size(), true)) return;
  }
}

} // namespace

bool Worker::start(const Serve& serve, const std::vector<int>& others, std::size_t memory_limit) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ == 0) {
    // However the parent ends, nobody is left working for it.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    close(ends[0]);
    for (const int other : others)
      close(other);
    serve_units(ends[1], serve, memory_limit);
    _exit(0);
  }
  close(ends[1]);
  channel_ = ends[0];
  if (process_ < 0) {
    close(channel_);
    channel_ = -1;
  }
  return process_ > 0;
}

bool Worker::give(std::uint64_t unit) {
  unit_ = unit;
  started_ = std::chrono::steady_clock::now();
  return transfer(channel_, reinterpret_cast<char*>(&unit), sizeof unit, true);
}

std::optional<Answer> Worker::receive() {
  AnswerHead head;
  Answer answer;
  if (!transfer(channel_, reinterpret_cast<char*>(&head), sizeof head, false)) return std::nullopt;
  answer.bytes.resize(head.size);
  if (!transfer(channel_, answer.bytes.data(), head.size, false)) return std::nullopt;
  answer.timing = head.timing;
  answer.write_seconds = head.write_seconds;
  answer.peak_bytes = head.peak_bytes;
  unit_.reset();
  return answer;
}

std::string Worker::abandon(bool kill_it) {
  int status = 0;
  if (kill_it) kill(process_, SIGKILL);
  close(channel_);
  waitpid(process_, &status, 0);
  *this = Worker{};
  const std::string how = WIFSIGNALED(status)
                              ? std::string("the analysis ended by signal ") + strsignal(WTERMSIG(status))
                              : "the analysis ended with code " + std::to_string(WEXITSTATUS(status));
  return how + "; please report it with the output of clang -E on this file";
}

void Worker::stop() {
  if (!running()) return;
  close(channel_); // ends its loop
  waitpid(process_, nullptr, 0);
  *this = Worker{};
}

} // namespace burler::extract
