#include "harness/schedule_store.h"

#include <filesystem>
#include <unistd.h>

namespace burler::harness {

namespace fs = std::filesystem;

Result<ScheduleStore> ScheduleStore::open(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed || !fs::is_directory(folder, failed) || ::access(folder.c_str(), W_OK) != 0)
    return Error{"cannot write to the folder " + folder + (failed ? ": " + failed.message() : ""),
                 "choose another with --out DIR"};
  ScheduleStore store;
  store.folder_ = folder;
  return store;
}

std::string ScheduleStore::path_of(const std::string& fingerprint) const {
  return (fs::path(folder_) / (fingerprint + ".schedule.json")).string();
}

Status ScheduleStore::save(const std::string& fingerprint, const sched::Recording& recording) const {
  const std::string path = path_of(fingerprint), temporary = path + ".tmp" + std::to_string(::getpid());
  if (auto written = sched::write_recording(recording, temporary); !written) return written;
  std::error_code failed;
  fs::rename(temporary, path, failed);
  if (failed)
    return Error{"cannot write " + path + ": " + failed.message(), "choose another folder with --out DIR"};
  return {};
}

std::string ScheduleStore::replay_command(const std::string& fingerprint) const {
  const std::string path = path_of(fingerprint);
  const bool plain = path.find_first_of(" '\"$&;()<>|*?\\") == std::string::npos;
  return "burler replay " + (plain ? path : "'" + path + "'");
}

} // namespace burler::harness
