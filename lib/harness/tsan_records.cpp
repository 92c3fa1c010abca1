#include "harness/tsan_records.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>

namespace burler::harness {
namespace {

std::uint64_t hex(const std::string& text) { return std::strtoull(text.c_str(), nullptr, 16); }

/// "(mutexes: write M0, read M12)" of the text's access lines, in the order of the accesses.
std::vector<std::vector<RawLock>> locksets_in(const std::vector<std::string>& text) {
  std::vector<std::vector<RawLock>> out;
  for (const std::string& line : text) {
    const bool access = line.starts_with("  ") && line.size() > 2 && line[2] != ' ' &&
                        line.find(" of size ") != std::string::npos &&
                        line.find(" at 0x") != std::string::npos;
    if (!access) continue;
    std::vector<RawLock> locks;
    for (auto at = line.find("(mutexes: "); at != std::string::npos;) {
      const auto mutex = line.find(" M", at);
      if (mutex == std::string::npos) break;
      const bool shared = line.compare(mutex - 4, 4, "read") == 0;
      locks.push_back(
          {1000 + static_cast<unsigned>(std::strtoul(line.c_str() + mutex + 2, nullptr, 10)), shared});
      at = mutex + 1;
    }
    out.push_back(std::move(locks));
  }
  return out;
}

/// Builds one RawFinding from the lines between @report and @end. Mutex Mn becomes object 1000 + n, memory
/// object 1.
class Record {
public:
  Record(std::string type, std::vector<std::vector<RawLock>> locksets)
      : type_(std::move(type)), locksets_(std::move(locksets)) {
    finding_.rule = rule_of_tsan(type_);
    if (finding_.rule == "thread/misuse") finding_.detail = type_;
  }
  void line(const std::string& line);
  RawFinding finish();

private:
  static constexpr unsigned kMemory = 1;
  void frame(const std::string& line);
  void mutex(std::istringstream& in);
  void order_cycle();
  void single();

  std::string type_;
  std::vector<std::vector<RawLock>> locksets_;
  RawFinding finding_;
  std::vector<RawStack> stacks_;
  std::vector<unsigned> mutexes_, tids_;
  std::map<std::uint64_t, unsigned> object_at_; ///< address -> object
  RawStack* target_ = nullptr;                  ///< where frames go
  RawStack ignored_;
};

void Record::frame(const std::string& line) {
  const auto space = line.rfind(' ');
  if (target_ == nullptr || space == std::string::npos || space < 3) return;
  const std::string module = line.substr(2, space - 2);
  if (module[0] == '/') target_->push_back({module, hex(line.substr(space + 1))});
}

void Record::mutex(std::istringstream& in) {
  std::string id, address;
  in >> id >> address;
  const unsigned object = 1000 + static_cast<unsigned>(std::strtoul(id.c_str(), nullptr, 10));
  mutexes_.push_back(object);
  object_at_[hex(address)] = object;
  target_ = &finding_.objects[object].taken;
}

void Record::line(const std::string& line) {
  if (line.starts_with("  ")) return frame(line);
  std::istringstream in(line);
  std::string word, address;
  in >> word;
  target_ = &ignored_;
  if (word == "@mop") {
    RawSide side;
    std::string atomic;
    in >> side.thread >> side.kind >> atomic >> side.size >> address;
    if (atomic == "atomic") side.kind = "atomic-" + side.kind;
    side.object = finding_.object = kMemory;
    object_at_.try_emplace(hex(address), kMemory);
    if (finding_.sides.size() < locksets_.size()) side.locks = locksets_[finding_.sides.size()];
    finding_.sides.reserve(8);
    finding_.sides.push_back(std::move(side));
    target_ = &finding_.sides.back().stack;
  } else if (word == "@loc") {
    std::string kind, start;
    RawObject& object = finding_.objects[kMemory];
    in >> kind >> object.thread >> start >> object.size;
    if (kind == "heap") object.where = Where::heap;
    if (kind == "stack") object.where = Where::stack;
    if (kind == "tls") object.where = Where::tls;
    target_ = &object.allocated;
  } else if (word == "@mutex") {
    mutex(in);
  } else if (word == "@symbol") {
    std::string module, offset;
    in >> address >> module >> offset;
    RawObject& object =
        finding_.objects[object_at_.contains(hex(address)) ? object_at_[hex(address)] : kMemory];
    object.where = Where::global;
    object.symbol = {module, hex(offset)};
  } else if (word == "@alloc") {
    in >> address;
    RawObject& object =
        finding_.objects[object_at_.contains(hex(address)) ? object_at_[hex(address)] : kMemory];
    object.where = Where::heap;
    in >> object.thread;
    object.allocated.clear();
    target_ = &object.allocated;
  } else if (word == "@thread") {
    unsigned tid = 0;
    std::string state;
    in >> tid;
    RawThread& thread = finding_.threads[tid];
    in >> thread.parent >> state >> thread.name;
    target_ = &thread.created;
  } else if (word == "@utid") {
    in >> tids_.emplace_back();
  } else if (word == "@stack") {
    stacks_.reserve(64);
    target_ = &stacks_.emplace_back();
  }
}

/// ThreadSanitizer gives, for each edge of the cycle, where the second lock was taken and, with
/// second_deadlock_stack=1, where the first was.
void Record::order_cycle() {
  const std::size_t edges = mutexes_.size();
  if (edges == 0 || stacks_.empty()) return;
  const std::size_t per_edge = stacks_.size() >= 2 * edges ? 2 : 1;
  for (std::size_t i = 0; i < edges && i * per_edge < stacks_.size(); ++i) {
    RawSide side;
    side.kind = "acquire";
    side.thread = i < tids_.size() ? tids_[i] : 0;
    side.object = mutexes_[(i + 1) % edges];
    side.locks.push_back({mutexes_[i], false});
    side.stack = stacks_[i * per_edge];
    if (per_edge == 2)
      finding_.objects[mutexes_[i]].taken = stacks_[i * per_edge + 1];
    else if (finding_.objects[side.object].taken.empty())
      finding_.objects[side.object].taken = side.stack;
    finding_.sides.push_back(std::move(side));
  }
}

/// Reports about one thread or one lock: a leak, a lock destroyed or released wrongly.
void Record::single() {
  RawSide side;
  side.kind = type_ == "mutex-destroy-locked" ? "destroy" : "release";
  if (!mutexes_.empty()) side.object = finding_.object = mutexes_.front();
  if (!stacks_.empty()) side.stack = stacks_.front();
  if (type_ == "thread-leak") {
    side.kind = "create";
    for (const auto& [tid, thread] : finding_.threads)
      if (tid != 0 && !thread.created.empty()) side.stack = thread.created;
  }
  if (!tids_.empty()) side.thread = tids_.front();
  if (!side.stack.empty()) finding_.sides.push_back(std::move(side));
}

RawFinding Record::finish() {
  if (type_.starts_with("heap-use-after-free") && finding_.sides.size() == 2) finding_.sides[1].kind = "free";
  if (type_ == "lock-order-inversion")
    order_cycle();
  else if (finding_.sides.empty())
    single();
  return std::move(finding_);
}

} // namespace

std::string rule_of_tsan(std::string_view type) {
  if (type == "data-race" || type == "data-race-vptr" || type == "external-race") return "race/data-race";
  if (type == "heap-use-after-free" || type == "heap-use-after-free-vptr") return "race/use-after-free";
  if (type == "lock-order-inversion") return "deadlock/lock-order-cycle";
  if (type == "thread-leak") return "thread/leaked";
  if (type == "mutex-destroy-locked") return "thread/destroyed-in-use";
  return "thread/misuse"; // double lock, bad unlock, signal-unsafe call, ...: the detail says which
}

TsanLog read_tsan_log(std::string_view log) {
  TsanLog out;
  std::optional<Record> record;
  std::vector<std::string> text; // ThreadSanitizer's own, since the last record
  for (std::size_t start = 0; start < log.size();) {
    const std::size_t end = std::min(log.find('\n', start), log.size());
    const std::string line(log.substr(start, end - start));
    start = end + 1;
    if (line.starts_with("@hello ")) {
      out.hello = true;
    } else if (line.starts_with("@report ")) {
      record.emplace(line.substr(8), locksets_in(text));
      text.clear();
    } else if (line == "@end") {
      if (record) out.findings.push_back(record->finish());
      record.reset();
    } else if (record) {
      record->line(line);
    } else if (text.size() < 10'000) {
      text.push_back(line);
    }
  }
  return out;
}

} // namespace burler::harness
