#include "detect/device_order.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace burler::detect {
namespace {

using summary::EventKind;
constexpr std::size_t most_states = 6;

enum class StreamMode { unknown, blocking, free };

/// What the program says about its streams and its memory.
struct Declared {
  std::map<Subject, StreamMode> streams;
  std::set<Subject> shared; ///< pinned or managed

  explicit Declared(const EventIndex& index) {
    const SymbolTable& names = index.program().symbols;
    for (const EventRef& r : index.of(EventKind::library)) {
      const summary::Event& e = index.event(r);
      const std::string& what = names.text(e.type);
      if (e.operands.empty() || !e.operands[0]) continue;
      const Subject thing = index.thing(e.operands[0], index.function(r).usr);
      if (what == "pinned alloc" || what == "managed alloc") shared.insert(thing);
      if (what != "stream create" || thing == Subject{}) continue;
      const std::string flags = e.names.size() > 2 ? names.text(e.names[2]) : "";
      const StreamMode mode = flags == "0"   ? StreamMode::blocking
                              : flags == "1" ? StreamMode::free
                                             : StreamMode::unknown;
      const auto [entry, added] = streams.try_emplace(thing, mode);
      if (!added && entry->second != mode) entry->second = StreamMode::unknown;
    }
  }
};

bool is_prefix(const AccessPath& a, const AccessPath& b) {
  return a.root == b.root && a.steps.size() <= b.steps.size() &&
         std::equal(a.steps.begin(), a.steps.end(), b.steps.begin());
}

class Walk {
public:
  Walk(const EventIndex& index, const DeviceOps& ops, const Declared& declared, std::uint32_t function)
      : index_(index), ops_(ops), declared_(declared), function_(function) {}

  std::vector<DeviceHazard> run() {
    const summary::Function& f = index_.program().functions[function_];
    for (const std::uint32_t b : index_.cfg(function_).order())
      for (std::uint32_t i = 0; i < f.blocks[b].events.size(); ++i) {
        const auto& queued = ops_of({function_, b, i});
        for (std::size_t k = 0; k < queued.size(); ++k)
          if (queued[k].kind == DeviceOp::Kind::queued &&
              queued[k].stream.kind != DeviceStream::Kind::unknown)
            follow({function_, b, i}, k);
      }
    return std::move(hazards_);
  }

private:
  struct State {
    std::vector<AccessPath> streams, events; ///< ordered after the operation
    bool standard = false;                   ///< so is the default stream
    bool blocking = false;                   ///< so are all streams that wait for the default stream
    bool done = false;                       ///< the host has waited, or may have
    bool operator==(const State&) const = default;
  };

  const std::vector<DeviceOp>& ops_of(const EventRef& r) {
    const auto [entry, added] = known_.try_emplace(r);
    if (added) entry->second = ops_.of(r);
    return entry->second;
  }

  StreamMode mode(const DeviceStream& s) const {
    const auto found = declared_.streams.find(index_.thing(s.path, usr()));
    return found == declared_.streams.end() ? StreamMode::unknown : found->second;
  }
  Symbol usr() const { return index_.program().functions[function_].usr; }

  /// An index that is not a literal may name any of several.
  bool vague(const AccessPath& path) const {
    return std::any_of(path.steps.begin(), path.steps.end(), [&](const PathStep& s) {
      if (s.kind != StepKind::index) return false;
      const std::string& text = index_.program().symbols.text(s.name);
      return text.empty() || text.find_first_not_of("0123456789") != std::string::npos;
    });
  }

  /// Made by the program itself, so that another name is another stream.
  bool is_own(const DeviceStream& s) const {
    return s.kind == DeviceStream::Kind::named && !vague(s.path) &&
           declared_.streams.contains(index_.thing(s.path, usr()));
  }

  bool ordered(const State& state, const DeviceStream& s) const {
    if (s.kind == DeviceStream::Kind::unknown || !follows_) return true;
    if (s.kind == DeviceStream::Kind::standard) return state.standard;
    if (std::find(state.streams.begin(), state.streams.end(), s.path) != state.streams.end()) return true;
    if (!is_own(s)) return true;
    return state.blocking && mode(s) != StreamMode::free;
  }

  void add(State& state, const DeviceStream& s) const {
    if (s.kind == DeviceStream::Kind::standard) {
      state.standard = state.blocking = true;
    } else if (s.kind == DeviceStream::Kind::named) {
      insert(state.streams, s.path);
      state.standard = state.standard || mode(s) != StreamMode::free;
    }
  }

  static void insert(std::vector<AccessPath>& set, const AccessPath& path) {
    const auto place = std::lower_bound(set.begin(), set.end(), path);
    if (place == set.end() || *place != path) set.insert(place, path);
  }

  void follow(const EventRef& from, std::size_t which) {
    op_ = ops_of(from)[which];
    follows_ = op_.stream.kind == DeviceStream::Kind::standard || is_own(op_.stream);
    if (op_.uses.empty()) return;
    found_.clear();
    ends_.clear();
    State start;
    add(start, op_.stream);
    start.blocking = op_.stream.kind == DeviceStream::Kind::standard;
    visited_.assign(index_.program().functions[function_].blocks.size(), {});
    const auto& rest = ops_of(from);
    for (std::size_t k = which + 1; k < rest.size(); ++k)
      step(start, rest[k]);
    walk(from.block, from.index + 1, start);
    settle();
  }

  void walk(std::uint32_t block, std::uint32_t first, State state) {
    const auto& blocks = index_.program().functions[function_].blocks;
    std::vector<std::tuple<std::uint32_t, std::uint32_t, State>> open{{block, first, std::move(state)}};
    while (!open.empty()) {
      auto [at, begin, now] = std::move(open.back());
      open.pop_back();
      bool on = true;
      for (std::uint32_t i = begin; on && i < blocks[at].events.size(); ++i) {
        on = !renames(blocks[at].events[i]);
        for (const DeviceOp& op : ops_of({function_, at, i}))
          if (on) step(now, op);
      }
      if (!on) continue;
      if (blocks[at].successors.empty() && !blocks[at].abandons) ends_.push_back(now.done);
      for (const std::uint32_t next : blocks[at].successors) {
        auto& seen = visited_[next];
        if (seen.size() >= most_states || std::find(seen.begin(), seen.end(), now) != seen.end()) continue;
        seen.push_back(now);
        open.emplace_back(next, 0, now);
      }
    }
  }

  /// A pointer on the way to the memory changes: it leads to something else from here on.
  bool renames(const summary::Event& e) const {
    const AccessPath& target = e.kind == EventKind::write || e.kind == EventKind::constant ? e.path : e.dst;
    if (!target) return false;
    return std::any_of(op_.uses.begin(), op_.uses.end(), [&](const DeviceUse& use) {
      const bool shorter = is_prefix(target, use.memory) && target.steps.size() < use.memory.steps.size();
      return shorter &&
             std::any_of(use.memory.steps.begin() + static_cast<std::ptrdiff_t>(target.steps.size()),
                         use.memory.steps.end(), [](const PathStep& s) { return s.kind == StepKind::deref; });
    });
  }

  void step(State& state, const DeviceOp& op) {
    using Kind = DeviceOp::Kind;
    switch (op.kind) {
    case Kind::queued:
      if (!ordered(state, op.stream))
        conflict(state, op, op.frees ? DeviceHazard::Kind::freed : DeviceHazard::Kind::streams);
      else if (op.stream.kind == DeviceStream::Kind::standard)
        state.blocking = true;
      return;
    case Kind::copy_now:
      if (ordered(state, op.stream))
        state.done = true;
      else
        conflict(state, op, DeviceHazard::Kind::streams);
      return;
    case Kind::record:
      if (!op.event) return;
      if (ordered(state, op.stream))
        insert(state.events, op.event);
      else
        std::erase(state.events, op.event);
      return;
    case Kind::wait:
      if (op.stream.kind == DeviceStream::Kind::unknown)
        state.done = true;
      else if (!op.event || vague(op.event) || known_event(state, op.event))
        add(state, op.stream);
      return;
    case Kind::sync_stream:
      state.done = state.done || ordered(state, op.stream);
      return;
    case Kind::sync_event:
      state.done = state.done || !op.event || vague(op.event) || known_event(state, op.event);
      return;
    case Kind::sync_all:
      state.done = true;
      return;
    case Kind::unknown:
      state.done = state.done || concerns(state, op);
      return;
    case Kind::host:
      conflict(state, op, DeviceHazard::Kind::host);
      return;
    case Kind::host_free:
      conflict(state, op, DeviceHazard::Kind::freed);
      return;
    }
  }

  static bool known_event(const State& state, const AccessPath& event) {
    return std::find(state.events.begin(), state.events.end(), event) != state.events.end();
  }

  /// Unseen code that gets the stream, an event or the memory, or their object, may wait.
  bool concerns(const State& state, const DeviceOp& op) const {
    if (!op.event && op.uses.empty()) return true;
    const auto meets = [&](const AccessPath& given) {
      if (!given) return false;
      const auto inside = [&](const AccessPath& ours) { return ours.root == given.root; };
      return inside(op_.stream.path) || std::any_of(state.streams.begin(), state.streams.end(), inside) ||
             std::any_of(state.events.begin(), state.events.end(), inside) ||
             std::any_of(op_.uses.begin(), op_.uses.end(),
                         [&](const DeviceUse& use) { return inside(use.memory); });
    };
    return meets(op.event) ||
           std::any_of(op.uses.begin(), op.uses.end(), [&](const DeviceUse& u) { return meets(u.memory); });
  }

  bool is_shared(const AccessPath& memory) const {
    AccessPath pointer = memory;
    while (!pointer.steps.empty() && pointer.steps.back().kind != StepKind::deref)
      pointer.steps.pop_back();
    if (pointer.steps.empty()) return false;
    pointer.steps.pop_back();
    return declared_.shared.contains(index_.thing(pointer, usr()));
  }

  void conflict(const State& state, const DeviceOp& op, DeviceHazard::Kind kind) {
    for (const DeviceUse& ours : op_.uses)
      for (const DeviceUse& theirs : op.uses) {
        if (!ours.write && !theirs.write) continue;
        if (vague(ours.memory) ||
            (vague(theirs.memory) && theirs.memory.steps.size() <= ours.memory.steps.size()))
          continue;
        if (!is_prefix(ours.memory, theirs.memory) && !is_prefix(theirs.memory, ours.memory)) continue;
        const bool by_host = op.kind == DeviceOp::Kind::host || op.kind == DeviceOp::Kind::host_free;
        const bool shared = by_host && is_shared(ours.memory);
        // A copy into pageable memory returns when it is done; one out of it may or may not have read it.
        if (by_host && !shared && (!ours.host || ours.write)) continue;
        if (theirs.memory.steps.size() < ours.memory.steps.size() && by_host && !op.frees) continue;
        DeviceHazard h;
        h.kind = kind == DeviceHazard::Kind::host && !ours.write ? DeviceHazard::Kind::reuse : kind;
        h.belief = !by_host || shared                ? Belief::high
                   : op.kind == DeviceOp::Kind::host ? Belief::low
                                                     : Belief::medium;
        if (!op.certain || !op_.certain) h.belief = std::min(h.belief, Belief::medium);
        h.first = op_.at;
        h.second = op.at;
        h.function = function_;
        h.memory = ours.memory;
        found_.emplace_back(std::move(h), state.done);
      }
  }

  /// A hazard that some path comes to after the host has waited is one of conditions that belong together.
  void settle() {
    std::map<std::pair<EventRef, DeviceHazard::Kind>, std::pair<std::size_t, bool>> open;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const auto key = std::pair(found_[i].first.second, found_[i].first.kind);
      auto& entry = open.try_emplace(key, std::pair(i, false)).first->second;
      entry.second = entry.second || found_[i].second;
      if (found_[entry.first].second && !found_[i].second) entry.first = i;
    }
    for (const auto& [key, entry] : open) {
      DeviceHazard h = found_[entry.first].first;
      if (found_[entry.first].second) continue; // never without waiting
      if (entry.second) h.belief = Belief::low;
      keep(std::move(h));
    }
    const bool waits = std::find(ends_.begin(), ends_.end(), true) != ends_.end();
    if (waits || ends_.empty()) return;
    for (const DeviceUse& use : op_.uses)
      if (use.host && is_local(use.memory)) {
        DeviceHazard h;
        h.kind = DeviceHazard::Kind::scope;
        h.belief = Belief::medium;
        h.first = h.second = op_.at;
        h.function = function_;
        h.memory = use.memory;
        keep(std::move(h));
      }
  }

  void keep(DeviceHazard h) {
    if (told_.insert({h.first, h.second, h.kind}).second) hazards_.push_back(std::move(h));
  }

  /// A variable of this function by value, whose contents nobody takes over.
  bool is_local(const AccessPath& memory) const {
    const summary::Function& f = index_.program().functions[function_];
    if (memory.root.kind != RootKind::local || memory.root.index >= f.locals.size()) return false;
    const summary::Type& type = f.locals[memory.root.index].type;
    const bool indirect = std::any_of(memory.steps.begin(), memory.steps.end(),
                                      [](const PathStep& s) { return s.kind == StepKind::deref; });
    if (indirect || type.has(summary::type_reference) || type.has(summary::type_shares_storage)) return false;
    const auto is = [&](const AccessPath& p) { return p.root == memory.root; };
    for (const summary::Block& b : f.blocks)
      for (const summary::Event& e : b.events) {
        const bool moves =
            e.kind == EventKind::ret || e.kind == EventKind::assign || e.kind == EventKind::closure;
        if (moves && (is(e.path) || std::any_of(e.operands.begin(), e.operands.end(), is))) return false;
        const bool hands_over =
            e.kind == EventKind::call || e.kind == EventKind::construct || e.kind == EventKind::fork;
        if (hands_over && std::any_of(e.operands.begin(), e.operands.end(),
                                      [&](const AccessPath& p) { return is(p) && p.steps.empty(); }))
          return false;
      }
    return true;
  }

  const EventIndex& index_;
  const DeviceOps& ops_;
  const Declared& declared_;
  std::uint32_t function_;
  std::map<EventRef, std::vector<DeviceOp>> known_;
  DeviceOp op_;
  bool follows_ = false; ///< the operation's stream is known to differ from others
  std::vector<std::vector<State>> visited_;
  std::vector<std::pair<DeviceHazard, bool>> found_; ///< with State::done
  std::vector<bool> ends_;                           ///< State::done at each way out
  std::set<std::tuple<EventRef, EventRef, DeviceHazard::Kind>> told_;
  std::vector<DeviceHazard> hazards_;
};

} // namespace

std::vector<DeviceHazard> find_device_hazards(const EventIndex& index) {
  std::vector<DeviceHazard> out;
  if (index.of(EventKind::library).empty() && index.of(EventKind::launch).empty()) return out;
  const DeviceOps ops(index);
  const Declared declared(index);
  for (const std::uint32_t f : ops.near()) {
    const summary::Function& function = index.program().functions[f];
    if (function.has(summary::fn_kernel) || function.has(summary::fn_device) || function.blocks.empty())
      continue;
    for (DeviceHazard& h : Walk(index, ops, declared, f).run())
      out.push_back(std::move(h));
  }
  return out;
}

} // namespace burler::detect
