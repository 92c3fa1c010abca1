#include "harness/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::harness {
namespace {

/// Everything the child needs between fork and exec, prepared before: other threads of ours may hold locks.
struct Prepared {
  std::vector<std::string> environment;
  std::vector<char*> argv, envp;

  explicit Prepared(const SpawnRequest& request) {
    const auto overridden = [&](const char* entry) {
      return std::any_of(request.environment.begin(), request.environment.end(), [&](const auto& pair) {
        return std::strncmp(entry, (pair.first + "=").c_str(), pair.first.size() + 1) == 0;
      });
    };
    for (char** entry = ::environ; *entry != nullptr; ++entry)
      if (!overridden(*entry)) environment.emplace_back(*entry);
    for (const auto& [name, value] : request.environment)
      environment.push_back(name + "=" + value);
    for (const std::string& word : request.command)
      argv.push_back(const_cast<char*>(word.c_str()));
    for (std::string& entry : environment)
      envp.push_back(entry.data());
    argv.push_back(nullptr);
    envp.push_back(nullptr);
  }
};

[[noreturn]] void become_child(const SpawnRequest& request, const Prepared& prepared, int output,
                               int failure) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = ::open("/dev/null", O_RDONLY);
  ::dup2(null, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  for (const int descriptor : request.inherited)
    ::fcntl(descriptor, F_SETFD, 0);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP})
    ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (request.fixed_addresses) ::personality(ADDR_NO_RANDOMIZE);
  if (request.directory.empty() || ::chdir(request.directory.c_str()) == 0)
    ::execve(prepared.argv[0], prepared.argv.data(), prepared.envp.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t n = ::write(failure, &error, sizeof error);
  ::_exit(127);
}

} // namespace

void Descriptor::reset() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

Result<std::pair<Descriptor, Descriptor>> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return Error{std::string("cannot make a pipe: ") + std::strerror(errno),
                 "raise the limit of open files (ulimit -n)"};
  return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

Result<std::unique_ptr<Process>> Process::spawn(const SpawnRequest& request) {
  auto output = make_pipe();
  auto failure = make_pipe();
  if (!output) return output.error();
  if (!failure) return failure.error();
  ::fcntl(output->first.get(), F_SETPIPE_SZ, 1 << 20);
  const Prepared prepared(request);
  const pid_t pid = ::fork();
  if (pid < 0) return Error{std::string("cannot fork: ") + std::strerror(errno), "use fewer --jobs"};
  if (pid == 0) become_child(request, prepared, output->second.get(), failure->second.get());
  ::setpgid(pid, pid);
  output->second.reset();
  failure->second.reset();
  int error = 0;
  const ssize_t n = ::read(failure->first.get(), &error, sizeof error);
  if (n == static_cast<ssize_t>(sizeof error)) {
    ::waitpid(pid, nullptr, 0);
    return Error{"cannot run " + request.command.front() + ": " + std::strerror(error),
                 error == ENOEXEC ? "it is no program for this machine" : "check the program and its folder"};
  }
  ::fcntl(output->first.get(), F_SETFL, O_NONBLOCK);
  return std::unique_ptr<Process>(new Process(pid, std::move(output->first)));
}

Process::~Process() { kill_all(); }

void Process::drain() {
  static constexpr std::size_t chunk = 64 * 1024;
  std::array<char, chunk> buffer;
  // At most 4 MiB a call, so that a program that prints without end cannot hold us past the deadline.
  for (int i = 0; i < 64; ++i) {
    const ssize_t n = ::read(pipe_.get(), buffer.data(), buffer.size());
    if (n == 0) pipe_.reset();
    if (n <= 0) return;
    output_.add({buffer.data(), static_cast<std::size_t>(n)});
  }
}

bool Process::reap() {
  if (!ended_ && ::waitpid(pid_, &status_, WNOHANG) == pid_) ended_ = true;
  return ended_;
}

Process::Event Process::wait(int reply, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Event::timeout;
    std::array<pollfd, 2> watched = {pollfd{reply, POLLIN, 0}, pollfd{pipe_.get(), POLLIN, 0}};
    // The end of a process that shares no descriptor with us shows only in waitpid: look often enough.
    const long nap = reply < 0 ? 5 : 200;
    ::poll(watched.data(), watched.size(), static_cast<int>(std::min<long>(left, nap)));
    if (pipe_.get() >= 0 && watched[1].revents != 0) drain();
    if (reply >= 0 && watched[0].revents != 0) return Event::reply;
    if (reap()) {
      drain();
      return Event::ended;
    }
  }
}

void Process::kill_all() {
  if (ended_) {
    ::kill(-pid_, SIGKILL); // grandchildren that stayed in the group
    return;
  }
  std::ifstream children("/proc/" + std::to_string(pid_) + "/task/" + std::to_string(pid_) + "/children");
  std::vector<pid_t> groups = {pid_};
  for (pid_t child = 0; children >> child;)
    groups.push_back(child);
  for (const pid_t group : groups) {
    ::kill(-group, SIGKILL);
    ::kill(group, SIGKILL);
  }
  while (!ended_) {
    const pid_t got = ::waitpid(pid_, &status_, 0);
    if (got == pid_ || (got < 0 && errno != EINTR)) ended_ = true;
  }
}

std::string describe_status(int wait_status) {
  if (WIFEXITED(wait_status)) return "exit status " + std::to_string(WEXITSTATUS(wait_status));
  const int number = WTERMSIG(wait_status);
  const char* name = ::strsignal(number);
  return "killed by signal " + std::to_string(number) + " (" + (name == nullptr ? "?" : name) + ")";
}

} // namespace burler::harness
