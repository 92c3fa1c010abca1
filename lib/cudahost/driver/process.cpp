#include "cudahost/driver/process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::cudahost {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read = -1, write = -1;
  bool open() {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) return false;
    read = fds[0];
    write = fds[1];
    return true;
  }
  static void close(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
};

[[noreturn]] void become_child(const ProcessRequest& request, const Pipe& in, const Pipe& out, int failed) {
  setpgid(0, 0);
  dup2(in.read, 0);
  dup2(out.write, 1);
  dup2(out.write, 2);
  for (const auto& [name, value] : request.environment)
    setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (const std::string& word : request.command)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(words[0], words.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t n = write(failed, &error, sizeof(error));
  _exit(127);
}

void feed(int& fd, const std::string& input, std::size_t& given) {
  const ssize_t n = write(fd, input.data() + given, input.size() - given);
  if (n > 0) given += static_cast<std::size_t>(n);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0 || given == input.size()) Pipe::close(fd);
}

void take(const char* data, std::size_t n, const ProcessRequest& request, std::size_t& seen,
          ProcessResult& result) {
  if (seen < request.forward) {
    [[maybe_unused]] const ssize_t w = write(2, data, std::min(n, request.forward - seen));
  }
  seen += n;
  const std::size_t room = request.keep - std::min(request.keep, result.output.size());
  result.output.append(data, std::min(n, room));
  result.dropped += n - std::min(n, room);
}

/// Until the child has closed its output or the time is over.
void converse(const ProcessRequest& request, Pipe& in, Pipe& out, pid_t child, ProcessResult& result) {
  const auto deadline = Clock::now() + request.limit;
  std::size_t given = 0, seen = 0;
  if (request.input.empty()) Pipe::close(in.write);
  char buffer[65536];
  while (true) {
    pollfd fds[2] = {{out.read, POLLIN, 0}, {in.write, POLLOUT, 0}};
    int wait = -1;
    if (request.limit.count() > 0) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      if (left <= 0) {
        result.timed_out = true;
        kill(-child, SIGKILL);
        return;
      }
      wait = static_cast<int>(std::min<long long>(left, 60000));
    }
    if (poll(fds, in.write >= 0 ? 2 : 1, wait) < 0 && errno != EINTR) return;
    if (in.write >= 0 && fds[1].revents != 0) feed(in.write, request.input, given);
    if (fds[0].revents == 0) continue;
    const ssize_t n = read(out.read, buffer, sizeof(buffer));
    if (n == 0 || (n < 0 && errno != EINTR)) return;
    if (n > 0) take(buffer, static_cast<std::size_t>(n), request, seen, result);
  }
}

} // namespace

Result<ProcessResult> run_process(const ProcessRequest& request) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe in, out, failed;
  if (!in.open() || !out.open() || !failed.open())
    return Error{"cannot make a pipe: " + std::string(std::strerror(errno)), ""};
  const pid_t child = fork();
  if (child < 0) return Error{"cannot start a process: " + std::string(std::strerror(errno)), ""};
  if (child == 0) become_child(request, in, out, failed.write);
  Pipe::close(in.read);
  Pipe::close(out.write);
  Pipe::close(failed.write);
  fcntl(in.write, F_SETFL, O_NONBLOCK);
  ProcessResult result;
  int error = 0;
  const bool started = read(failed.read, &error, sizeof(error)) != static_cast<ssize_t>(sizeof(error));
  Pipe::close(failed.read);
  if (started) converse(request, in, out, child, result);
  int status = 0;
  waitpid(child, &status, 0);
  kill(-child, SIGKILL); // what it left behind
  Pipe::close(in.write);
  Pipe::close(out.read);
  if (!started) return Error{"cannot run " + request.command.front() + ": " + std::strerror(error), ""};
  if (WIFSIGNALED(status))
    result.signal = WTERMSIG(status);
  else
    result.exit_code = WEXITSTATUS(status);
  return result;
}

} // namespace burler::cudahost
