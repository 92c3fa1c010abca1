#include "extract/worker_pool.h"

#include "extract/shared_claims.h"
#include "summary/summary_file.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::extract {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t worker_stack = std::size_t{256}
                                     << 20; // deeply nested expressions recurse in Clang and here

struct Worker {
  pid_t process = -1;
  int channel = -1;
  std::optional<std::size_t> unit;
  Clock::time_point started;
};

class Pool {
public:
  Pool(const std::vector<Command>& commands, const model::Model& model, FrontendOptions frontend,
       const PoolOptions& options)
      : commands_(commands), model_(model), frontend_(std::move(frontend)), options_(options),
        results_(commands.size()) {
    if (options_.share_headers && commands_.size() > 1) {
      claims_ = std::make_unique<SharedClaims>();
      frontend_.claim = [this](const std::string& usr) { return claims_->claim(usr); };
    }
  }

  Extracted run() {
    workers_.resize(std::max<std::size_t>(1, std::min<std::size_t>(options_.jobs, commands_.size())));
    for (Worker& worker : workers_)
      give_work(worker);
    while (std::any_of(workers_.begin(), workers_.end(), [](const Worker& w) { return w.unit.has_value(); }))
      step();
    for (Worker& worker : workers_)
      stop(worker);
    return collect();
  }

private:
  struct Outcome {
    std::string bytes;
    std::string failure;
  };

  bool start(Worker& worker) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
    worker.process = fork();
    if (worker.process == 0) {
      close(ends[0]);
      for (const Worker& other : workers_)
        if (other.channel >= 0) close(other.channel);
      serve(ends[1]);
      _exit(0);
    }
    close(ends[1]);
    worker.channel = ends[0];
    if (worker.process < 0) {
      close(ends[0]);
      worker.channel = -1;
    }
    return worker.process > 0;
  }

  /// The worker's life: unit numbers in, length and bytes of summaries out.
  void serve(int channel) {
    const rlimit stack{worker_stack, worker_stack};
    setrlimit(RLIMIT_STACK, &stack);
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    if (options_.memory_limit != 0) {
      const rlimit memory{options_.memory_limit, options_.memory_limit};
      setrlimit(RLIMIT_AS, &memory);
    }
    std::uint64_t unit = 0;
    while (transfer(channel, reinterpret_cast<char*>(&unit), sizeof unit, false) && unit < commands_.size()) {
      std::string bytes = summary::to_bytes(extract_unit(commands_[unit], model_, frontend_));
      std::uint64_t size = bytes.size();
      if (!transfer(channel, reinterpret_cast<char*>(&size), sizeof size, true)) return;
      if (!transfer(channel, bytes.data(), bytes.size(), true)) return;
    }
  }

  static bool transfer(int channel, char* data, std::size_t size, bool write_it) {
    while (size > 0) {
      const ssize_t moved = write_it ? send(channel, data, size, MSG_NOSIGNAL) : read(channel, data, size);
      if (moved < 0 && errno == EINTR) continue;
      if (moved <= 0) return false;
      data += moved;
      size -= static_cast<std::size_t>(moved);
    }
    return true;
  }

  void give_work(Worker& worker) {
    worker.unit.reset();
    while (next_ < commands_.size()) {
      const std::uint64_t unit = next_++;
      if (worker.process < 0 && !start(worker)) {
        results_[unit].failure = "no process could be started for it; try fewer --jobs";
        continue;
      }
      std::uint64_t number = unit;
      worker.unit = unit;
      worker.started = Clock::now();
      if (!transfer(worker.channel, reinterpret_cast<char*>(&number), sizeof number, true))
        failed(worker, "");
      else
        return;
    }
  }

  void step() {
    std::vector<pollfd> waiting;
    std::vector<Worker*> owners;
    for (Worker& worker : workers_) {
      if (!worker.unit) continue;
      waiting.push_back({worker.channel, POLLIN, 0});
      owners.push_back(&worker);
    }
    poll(waiting.data(), waiting.size(), 500);
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      Worker& worker = *owners[i];
      if (waiting[i].revents != 0)
        receive(worker);
      else if (Clock::now() - worker.started > options_.unit_limit) {
        kill(worker.process, SIGKILL);
        failed(worker, "took longer than " + std::to_string(options_.unit_limit.count()) +
                           " s; raise --unit-limit or exclude it");
      } else
        continue;
      give_work(worker);
    }
  }

  void receive(Worker& worker) {
    std::uint64_t size = 0;
    Outcome& outcome = results_[*worker.unit];
    if (transfer(worker.channel, reinterpret_cast<char*>(&size), sizeof size, false)) {
      outcome.bytes.resize(size);
      if (transfer(worker.channel, outcome.bytes.data(), size, false)) return report_progress(worker);
      outcome.bytes.clear();
    }
    failed(worker, "");
  }

  /// The worker is gone or useless: names why and clears its seat.
  void failed(Worker& worker, std::string reason) {
    int status = 0;
    close(worker.channel);
    waitpid(worker.process, &status, 0);
    if (reason.empty()) {
      reason = WIFSIGNALED(status)
                   ? std::string("the analysis ended by signal ") + strsignal(WTERMSIG(status))
                   : "the analysis ended with code " + std::to_string(WEXITSTATUS(status));
      reason += "; please report it with the output of clang -E on this file";
    }
    results_[*worker.unit].failure = reason;
    report_progress(worker);
    worker = Worker{};
  }

  void stop(Worker& worker) {
    if (worker.process < 0) return;
    close(worker.channel); // ends its loop
    waitpid(worker.process, nullptr, 0);
  }

  void report_progress(const Worker& worker) {
    ++done_;
    if (options_.progress) options_.progress(done_, commands_.size(), commands_[*worker.unit].file);
  }

  Extracted collect() {
    Extracted extracted;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      Outcome& outcome = results_[i];
      if (outcome.failure.empty()) {
        auto unit = summary::from_bytes(outcome.bytes);
        outcome.bytes = {};
        if (!unit) {
          outcome.failure = unit.error().text();
        } else {
          // What could be parsed is still analysed; the unit as a whole stays undecided.
          if (!unit->errors.empty())
            outcome.failure = unit->errors.front() + "; it must compile with Clang to be analysed whole";
          extracted.units.push_back(std::move(*unit));
        }
      }
      if (!outcome.failure.empty()) extracted.undecided.push_back({commands_[i].file, outcome.failure});
    }
    return extracted;
  }

  const std::vector<Command>& commands_;
  const model::Model& model_;
  FrontendOptions frontend_;
  const PoolOptions& options_;
  std::unique_ptr<SharedClaims> claims_;
  std::vector<Worker> workers_;
  std::vector<Outcome> results_;
  std::size_t next_ = 0;
  std::size_t done_ = 0;
};

} // namespace

Extracted extract_all(const std::vector<Command>& commands, const model::Model& model,
                      const FrontendOptions& frontend, const PoolOptions& options) {
  return Pool(commands, model, frontend, options).run();
}

} // namespace burler::extract
