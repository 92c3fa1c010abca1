// One child process in its own process group, its output in one pipe, its input empty.
#pragma once

#include "base/result.h"
#include "harness/output_tail.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace burler::harness {

using Clock = std::chrono::steady_clock;

struct SpawnRequest {
  std::vector<std::string> command;                             ///< program first
  std::string directory;                                        ///< working directory, empty = ours
  std::vector<std::pair<std::string, std::string>> environment; ///< added to ours
  std::vector<int> inherited;   ///< descriptors the child keeps, under the same numbers
  bool fixed_addresses = false; ///< without address randomisation
};

/// Owns a file descriptor.
class Descriptor {
public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }
  int get() const { return number_; }
  void reset();

private:
  int number_;
};

/// read end, write end; both close on exec.
Result<std::pair<Descriptor, Descriptor>> make_pipe();

class Process {
public:
  static Result<std::unique_ptr<Process>> spawn(const SpawnRequest& request);
  ~Process(); ///< kills what is left

  enum class Event { reply, ended, timeout };
  /// Drains the output until `reply` can be read, the process has ended (its output may still be open in
  /// grandchildren), or the deadline has passed. reply < 0: waits for the end only.
  Event wait(int reply, Clock::time_point deadline);

  /// Kills the process group, and the groups of the direct children, which a server gives groups of their
  /// own.
  void kill_all();

  int wait_status() const { return status_; } ///< after Event::ended or kill_all
  pid_t pid() const { return pid_; }
  OutputTail& output() { return output_; }

private:
  Process(pid_t pid, Descriptor output) : pid_(pid), pipe_(std::move(output)) {}
  void drain();
  bool reap();

  pid_t pid_;
  Descriptor pipe_;
  OutputTail output_;
  bool ended_ = false;
  int status_ = 0;
};

/// "exit status 3", "killed by signal 11 (Segmentation fault)".
std::string describe_status(int wait_status);

} // namespace burler::harness
