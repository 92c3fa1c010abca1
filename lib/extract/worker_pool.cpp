#include "extract/worker_pool.h"

#include "extract/shared_claims.h"
#include "extract/worker.h"

#include <algorithm>
#include <ctime>
#include <deque>
#include <map>
#include <memory>
#include <poll.h>
#include <set>
#include <unordered_map>

namespace burler::extract {

using Clock = std::chrono::steady_clock;

namespace {

/// Processor time of this process: what a unit costs, whatever else the machine does.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// The units that left a header's function to another one although they are the first that has it: the other
/// one has changed since, or its process died.
std::vector<std::uint64_t> incomplete_units(const summary::SummaryStore& store) {
  std::unordered_map<std::uint64_t, std::uint64_t> first;
  for (const auto& [number, entry] : store.entries()) // numbers rise
    for (const auto* list : {&entry.head.claimed, &entry.head.declined})
      for (const std::uint64_t function : *list)
        first.try_emplace(function, number);
  std::vector<std::uint64_t> units;
  for (const auto& [number, entry] : store.entries()) {
    const auto left_out = [&, unit = number](std::uint64_t function) { return first.at(function) == unit; };
    if (std::any_of(entry.head.declined.begin(), entry.head.declined.end(), left_out))
      units.push_back(number);
  }
  return units;
}

/// Empty when the errors follow from headers that are not there and cost no function.
std::string why_partly_read(const summary::SummaryHead& unit) {
  std::vector<std::string> headers = unit.missing_headers;
  headers.insert(headers.end(), unit.stub_headers.begin(), unit.stub_headers.end());
  if (headers.empty()) return unit.errors.front() + "; it must compile with Clang to be analysed whole";
  if (unit.lost_functions == 0) return {};
  std::string text = "partly read: " + std::to_string(unit.lost_functions) +
                     " functions or more are lost without the header";
  if (headers.size() > 1) text += 's';
  for (std::size_t i = 0; i < headers.size() && i < 4; ++i)
    text += (i == 0 ? " " : ", ") + headers[i];
  if (headers.size() > 4) text += ", ...";
  return text + "; first error: " + unit.errors.front();
}

class Pool {
public:
  Pool(const std::vector<Command>& commands, const model::Model& model, FrontendOptions frontend,
       const PoolOptions& options)
      : commands_(commands), model_(model), frontend_(std::move(frontend)), options_(options) {
    if (options_.share_headers && commands_.size() > 1) claims_ = std::make_unique<SharedClaims>();
    for (std::uint64_t unit = 0; unit < commands_.size(); ++unit)
      if (options_.shard.owns(unit)) todo_.push_back(unit);
    all_ = todo_.size();
  }

  Extracted run() {
    if (options_.cache != nullptr) look_up();
    work();
    // Each round completes the units it repeats, so only crashes can ask for another one.
    const bool suspect = out_.hits != 0 || !failures_.empty();
    for (int round = 0; claims_ != nullptr && suspect && round < 8; ++round) {
      for (const std::uint64_t unit : incomplete_units(out_.store))
        todo_.push_back(unit);
      if (todo_.empty()) break;
      out_.repeated += todo_.size();
      all_ += todo_.size();
      work();
    }
    for (Worker& worker : workers_)
      worker.stop();
    collect();
    return std::move(out_);
  }

private:
  /// Takes from the cache what is still true; the claims of those units are theirs again.
  void look_up() {
    keys_.resize(commands_.size());
    std::deque<std::uint64_t> missing;
    for (const std::uint64_t unit : todo_) {
      std::vector<std::string> notes;
      std::vector<std::string> arguments =
          adjusted(commands_[unit], {frontend_.clang_path, frontend_.cuda_stubs, frontend_.cuda_path}, notes);
      arguments.push_back("--stubs=" + std::to_string(static_cast<int>(frontend_.stubs.use)));
      keys_[unit] = options_.cache->key(commands_[unit], arguments);
      ++out_.asked;
      const auto bytes = options_.cache->find(keys_[unit]);
      if (!bytes || !out_.store.put(unit, *bytes)) {
        missing.push_back(unit);
        continue;
      }
      ++out_.hits;
      ++done_;
      if (claims_ != nullptr)
        for (const std::uint64_t function : out_.store.entries().at(unit).head.claimed)
          claims_->claim(function, unit);
    }
    todo_ = std::move(missing);
  }

  void work() {
    workers_.resize(std::max<std::size_t>(workers_.size(),
                                          std::min<std::size_t>(std::max(1u, options_.jobs), todo_.size())));
    for (Worker& worker : workers_)
      give_work(worker);
    while (
        std::any_of(workers_.begin(), workers_.end(), [](const Worker& w) { return w.unit().has_value(); }))
      step();
  }

  /// Runs in the worker.
  Answer serve(std::uint64_t unit) {
    Answer answer;
    Dependencies dependencies;
    FrontendOptions frontend = frontend_;
    frontend.sound_only |= careful_.contains(unit);
    frontend.timing = &answer.timing;
    if (options_.cache != nullptr) frontend.dependencies = &dependencies;
    if (claims_ != nullptr)
      frontend.claim = [this, unit](std::uint64_t function) { return claims_->claim(function, unit); };
    const double start = processor_seconds();
    const summary::TranslationUnit summary = extract_unit(commands_[unit], model_, frontend);
    answer.timing.parse = processor_seconds() - start - answer.timing.extract;
    const double writing = processor_seconds();
    answer.bytes = summary::to_bytes(summary);
    if (!dependencies.empty()) options_.cache->store(keys_[unit], dependencies, answer.bytes);
    answer.write_seconds = processor_seconds() - writing;
    return answer;
  }

  bool start(Worker& worker) {
    std::vector<int> channels;
    for (const Worker& other : workers_)
      if (other.running()) channels.push_back(other.channel());
    return worker.start([this](std::uint64_t unit) { return serve(unit); }, channels, options_.memory_limit);
  }

  void give_work(Worker& worker) {
    while (!todo_.empty()) {
      const std::uint64_t unit = todo_.front();
      todo_.pop_front();
      if (!worker.running() && !start(worker)) {
        fail(unit, "no process could be started for it; try fewer --jobs");
        continue;
      }
      if (worker.give(unit)) return;
      fail(unit, worker.abandon(false));
    }
  }

  void step() {
    std::vector<pollfd> waiting;
    std::vector<Worker*> owners;
    for (Worker& worker : workers_) {
      if (!worker.unit()) continue;
      waiting.push_back({worker.channel(), POLLIN, 0});
      owners.push_back(&worker);
    }
    poll(waiting.data(), waiting.size(), 500);
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      Worker& worker = *owners[i];
      const std::uint64_t unit = *worker.unit();
      if (waiting[i].revents != 0) {
        receive(worker, unit);
      } else if (Clock::now() - worker.started() > options_.unit_limit) {
        worker.abandon(true);
        fail(unit, "took longer than " + std::to_string(options_.unit_limit.count()) +
                       " s; raise --unit-limit or exclude it");
      } else
        continue;
      give_work(worker);
    }
  }

  void receive(Worker& worker, std::uint64_t unit) {
    const auto answer = worker.receive();
    if (!answer) return retry(worker, unit);
    out_.profile.push_back({commands_[unit].file, answer->timing, answer->write_seconds});
    out_.worker_peak = std::max(out_.worker_peak, answer->peak_bytes);
    failures_.erase(unit);
    if (const Status kept = out_.store.put(unit, answer->bytes); !kept)
      return fail(unit, kept.error().text());
    report_progress(unit);
  }

  /// Reading around parse errors may be what ended the worker: once more without, by a new process.
  void retry(Worker& worker, std::uint64_t unit) {
    const std::string reason = worker.abandon(false);
    if (!careful_.insert(unit).second) return fail(unit, reason);
    if (claims_ != nullptr) claims_->release(unit);
    todo_.push_front(unit);
  }

  void fail(std::uint64_t unit, const std::string& reason) {
    failures_[unit] = reason;
    if (claims_ != nullptr) claims_->release(unit);
    report_progress(unit);
  }

  void report_progress(std::uint64_t unit) {
    ++done_;
    if (options_.progress) options_.progress(done_, all_, commands_[unit].file);
  }

  void collect() {
    // What could be parsed is still analysed; the unit as a whole stays undecided.
    for (const auto& [unit, entry] : out_.store.entries())
      if (const std::string reason = entry.head.errors.empty() ? "" : why_partly_read(entry.head);
          !reason.empty())
        failures_.try_emplace(unit, reason);
    for (const auto& [unit, reason] : failures_)
      out_.undecided.push_back({commands_[unit].file, reason});
  }

  const std::vector<Command>& commands_;
  const model::Model& model_;
  FrontendOptions frontend_;
  const PoolOptions& options_;
  std::unique_ptr<SharedClaims> claims_;
  std::vector<std::string> keys_; ///< of the cache, by command
  std::vector<Worker> workers_;
  std::deque<std::uint64_t> todo_;
  std::set<std::uint64_t> careful_; ///< units whose first worker ended
  std::map<std::uint64_t, std::string> failures_;
  Extracted out_;
  std::size_t done_ = 0;
  std::size_t all_ = 0;
};

} // namespace

Extracted extract_all(const std::vector<Command>& commands, const model::Model& model,
                      const FrontendOptions& frontend, const PoolOptions& options) {
  return Pool(commands, model, frontend, options).run();
}

} // namespace burler::extract
