#include "demo/child.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::demo {
namespace {

/// The attributes and file actions of the child, released at the end of the scope.
class SpawnSetup {
public:
  explicit SpawnSetup(const std::string& log) {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                       0666);
    ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes,
                               POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::sigset_t none, pipe;
    ::sigemptyset(&none);
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE); // ignored here, but not by the engines
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &pipe);
  }
  ~SpawnSetup() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

/// While it lives, Ctrl-C and SIGTERM do not end us but can be waited for, since the child's own process
/// group would outlive us otherwise.
class Interrupts {
public:
  Interrupts() {
    ::sigemptyset(&set_);
    ::sigaddset(&set_, SIGINT);
    ::sigaddset(&set_, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~Interrupts() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Sleeps for 10 ms, or less when a signal comes: its number, else 0.
  int wait() {
    const timespec pause{0, 10'000'000};
    const int number = ::sigtimedwait(&set_, nullptr, &pause);
    return number > 0 ? number : 0;
  }

private:
  ::sigset_t set_, before_;
};

int exit_status_of(int wait_status) {
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

} // namespace

ChildEnd run_child(const std::vector<std::string>& command, const std::string& log, double limit_s,
                   const std::function<void(double)>& tick) {
  using namespace std::chrono;
  ChildEnd end;
  std::vector<std::string> words = command;
  std::vector<char*> argv;
  for (std::string& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  SpawnSetup setup(log);
  pid_t child = 0;
  const auto start = steady_clock::now();
  if (::posix_spawn(&child, argv[0], &setup.actions, &setup.attributes, argv.data(), ::environ) != 0)
    return end;
  end.started = true;
  Interrupts interrupts;
  int status = 0;
  for (auto next_tick = start;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    end.seconds = duration<double>(steady_clock::now() - start).count();
    if (ended == child) break;
    if (end.seconds > limit_s) {
      end.timed_out = true;
      ::kill(-child, SIGKILL);
      ::waitpid(child, &status, 0);
      return end;
    }
    if (steady_clock::now() >= next_tick) {
      tick(end.seconds);
      next_tick += milliseconds(250);
    }
    if (const int number = interrupts.wait()) {
      ::kill(-child, SIGKILL);
      ::waitpid(child, &status, 0);
      ::raise(number); // taken as soon as `interrupts` ends
      end.exit_status = 128 + number;
      return end;
    }
  }
  end.exit_status = exit_status_of(status);
  return end;
}

} // namespace burler::demo
