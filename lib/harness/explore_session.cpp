#include "harness/explore_session.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace burler::harness {
namespace {

using runtime::Arena;

constexpr std::chrono::seconds kHelloLimit{20};

template <typename T> bool read_whole(int descriptor, T& value) {
  auto* at = reinterpret_cast<char*>(&value);
  for (std::size_t done = 0; done < sizeof(T);) {
    const ssize_t n = ::read(descriptor, at + done, sizeof(T) - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

template <typename T> bool write_all(int descriptor, const T& value) {
  const auto* at = reinterpret_cast<const char*>(&value);
  for (std::size_t done = 0; done < sizeof(T);) {
    const ssize_t n = ::write(descriptor, at + done, sizeof(T) - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

template <typename T, std::size_t N> std::uint32_t fill(T (&to)[N], std::span<const T> from) {
  const std::size_t count = std::min(N, from.size());
  std::copy_n(from.begin(), count, to);
  return static_cast<std::uint32_t>(count);
}

std::string not_linked(const Target& target) {
  return target.program + ": not built for exploring (no Burler runtime answered)";
}
constexpr const char* kHowToBuild =
    "build it with `burler cxx` as the compiler, or link the CMake target burler::explore";

} // namespace

std::vector<std::pair<std::string, std::string>> preload_environment(const Target& target) {
  if (target.preload.empty()) return {};
  const char* users = std::getenv("LD_PRELOAD"); // stays behind ours
  return {{"LD_PRELOAD", users == nullptr || *users == 0 ? target.preload : target.preload + ":" + users}};
}

Status ExploreSession::map_arena() {
  arena_file_ = Descriptor(::memfd_create("burler-arena", MFD_CLOEXEC));
  if (arena_file_.get() < 0 || ::ftruncate(arena_file_.get(), sizeof(Arena)) != 0)
    return Error{std::string("cannot make shared memory: ") + std::strerror(errno), "free some memory"};
  void* at = ::mmap(nullptr, sizeof(Arena), PROT_READ | PROT_WRITE, MAP_SHARED, arena_file_.get(), 0);
  if (at == MAP_FAILED) return Error{std::string("cannot map shared memory: ") + std::strerror(errno), ""};
  arena_ = static_cast<Arena*>(at);
  arena_->magic = runtime::arena_magic;
  arena_->version = runtime::arena_version;
  arena_->size = sizeof(Arena);
  return {};
}

Status ExploreSession::greet(const Target& target) {
  const auto event = server_->wait(replies_.get(), Clock::now() + kHelloLimit);
  runtime::Hello hello;
  if (event == Process::Event::reply && read_whole(replies_.get(), hello)) {
    if (hello.magic == runtime::arena_magic && hello.version == runtime::arena_version) return {};
    return Error{target.program + ": linked with another version of Burler's runtime", "build it again"};
  }
  if (event == Process::Event::timeout)
    return Error{not_linked(target) + ", it ran on its own for 20 s and was stopped", kHowToBuild};
  server_->wait(-1, Clock::now() + std::chrono::seconds(1));
  server_->kill_all();
  std::string reason = ": it ended before main with " + describe_status(server_->wait_status());
  if (const std::string last = server_->output().last_line(); !last.empty())
    reason += ", last output: " + last;
  return Error{not_linked(target) + reason, kHowToBuild};
}

Result<std::unique_ptr<ExploreSession>> ExploreSession::start(const Target& target) {
  ::signal(SIGPIPE, SIG_IGN);
  std::unique_ptr<ExploreSession> session(new ExploreSession());
  if (auto mapped = session->map_arena(); !mapped) return mapped.error();
  auto request_pipe = make_pipe();
  auto reply_pipe = make_pipe();
  if (!request_pipe) return request_pipe.error();
  if (!reply_pipe) return reply_pipe.error();
  SpawnRequest spawn;
  spawn.command = {target.program};
  spawn.command.insert(spawn.command.end(), target.arguments.begin(), target.arguments.end());
  spawn.directory = target.directory;
  spawn.inherited = {request_pipe->first.get(), reply_pipe->second.get(), session->arena_file_.get()};
  spawn.environment = {{"BURLER_SERVER", std::to_string(spawn.inherited[0]) + "," +
                                             std::to_string(spawn.inherited[1]) + "," +
                                             std::to_string(spawn.inherited[2])}};
  for (auto& entry : preload_environment(target))
    spawn.environment.push_back(std::move(entry));
  auto process = Process::spawn(spawn);
  if (!process) return process.error();
  session->server_ = std::move(*process);
  session->requests_ = std::move(request_pipe->second);
  session->replies_ = std::move(reply_pipe->first);
  request_pipe->first.reset();
  reply_pipe->second.reset();
  if (auto greeted = session->greet(target); !greeted) return greeted.error();
  return session;
}

ExploreSession::~ExploreSession() {
  server_.reset();
  if (arena_ != nullptr) ::munmap(arena_, sizeof(Arena));
}

void ExploreSession::number_modules(const std::vector<std::string>& paths) {
  arena_->module_count = 0;
  for (const std::string& path : paths) {
    if (arena_->module_count == runtime::max_modules) return;
    std::strncpy(arena_->modules[arena_->module_count++], path.c_str(), sizeof arena_->modules[0] - 1);
  }
}

Result<RunOutcome> ExploreSession::run(const RunInput& input) {
  arena_->request = input.request;
  arena_->request.run_id = ++run_id_;
  arena_->request.repeat = input.repeat;
  arena_->request.point_count = fill(arena_->input_points, input.points);
  arena_->request.switch_count = fill(arena_->input_switches, input.switches);
  arena_->request.step_count = fill(arena_->input_steps, input.steps);
  arena_->request.sleeper_count = input.sleeper_count;
  arena_->request.subject_count = fill(arena_->input_subjects, input.subjects);
  arena_->request.fault_site_count = fill(arena_->input_fault_sites, input.fault_sites);
  arena_->request.profiled_threads = fill(arena_->input_profile, input.profiled);
  arena_->request.wish_count = fill(arena_->input_wishes, input.wishes);
  arena_->result = runtime::Result();
  server_->output().clear();

  RunOutcome outcome;
  const auto limit =
      std::chrono::milliseconds(input.request.wall_limit_ms == 0 ? 10'000 : input.request.wall_limit_ms);
  // The server enforces the limit; if it does not answer well after it, it is stuck itself.
  const auto deadline = Clock::now() + limit + std::chrono::seconds(10);
  Process::Event event = Process::Event::ended;
  if (write_all(requests_.get(), runtime::Command{run_id_})) event = server_->wait(replies_.get(), deadline);
  if (event != Process::Event::reply || !read_whole(replies_.get(), outcome.reply)) {
    outcome.server_lost = true;
    server_->kill_all();
    outcome.reply.wait_status = server_->wait_status();
    outcome.reply.timed_out = event == Process::Event::timeout;
  }
  // What the run printed last may still lie in the pipe.
  server_->wait(-1, Clock::now());
  outcome.output = server_->output();
  return outcome;
}

} // namespace burler::harness
