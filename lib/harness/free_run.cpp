#include "harness/free_run.h"

#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace burler::harness {

Result<std::unique_ptr<FreeRun>> FreeRun::run(const Target& target, std::uint32_t limit_ms) {
  using runtime::ProfileArea;
  const Descriptor file(::memfd_create("burler-profile", MFD_CLOEXEC));
  void* memory = MAP_FAILED;
  if (file.get() >= 0 && ::ftruncate(file.get(), sizeof(ProfileArea)) == 0)
    memory = ::mmap(nullptr, sizeof(ProfileArea), PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  if (memory == MAP_FAILED)
    return Error{std::string("cannot make shared memory: ") + std::strerror(errno), "free some memory"};
  std::unique_ptr<FreeRun> run(new FreeRun());
  run->area_ = static_cast<ProfileArea*>(memory);
  run->area_->magic = runtime::profile_magic;
  run->area_->version = runtime::profile_version;
  SpawnRequest spawn;
  spawn.command = {target.program};
  spawn.command.insert(spawn.command.end(), target.arguments.begin(), target.arguments.end());
  spawn.directory = target.directory;
  spawn.inherited = {file.get()};
  spawn.environment = preload_environment(target);
  spawn.environment.emplace_back("BURLER_PROFILE", std::to_string(file.get()));
  auto process = Process::spawn(spawn);
  if (!process) return process.error();
  const auto limit = std::chrono::milliseconds(limit_ms);
  run->timed_out_ = (*process)->wait(-1, Clock::now() + limit) == Process::Event::timeout;
  (*process)->kill_all();
  run->status_ = (*process)->wait_status();
  run->output_ = (*process)->output();
  // steady_clock is CLOCK_MONOTONIC here, as the runtime's.
  const auto now = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch());
  run->end_ = run->area_->end != 0 ? run->area_->end : static_cast<std::uint64_t>(now.count());
  return run;
}

FreeRun::~FreeRun() { ::munmap(area_, sizeof(runtime::ProfileArea)); }

} // namespace burler::harness
