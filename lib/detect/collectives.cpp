#include "detect/collectives.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace burler::detect {
namespace {

using summary::Event;
using summary::EventKind;

/// A communicator, or any other argument, as far as two of them can be compared.
struct Name {
  Subject thing;
  std::string constant;
  auto operator<=>(const Name&) const = default;
  bool known() const { return thing != Subject{} || !constant.empty(); }
};

class Finder {
public:
  explicit Finder(const EventIndex& index) : index_(index) { find_ranks(); }

  std::vector<CollectiveBreach> run() {
    for (std::uint32_t f = 0; f < index_.program().functions.size(); ++f) {
      const summary::Function& function = index_.program().functions[f];
      if (function.blocks.empty() || function.has(summary::fn_kernel)) continue;
      for (const std::uint32_t b : index_.cfg(f).order())
        branch(f, b);
      groups(f);
      orders(f);
    }
    two_orders();
    return std::move(out_);
  }

private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  const std::string& text(const Event& e) const { return index_.program().symbols.text(e.type); }

  Name name(const EventRef& r, std::size_t operand) const {
    const Event& e = index_.event(r);
    Name out;
    if (operand < e.operands.size() && e.operands[operand])
      out.thing = index_.thing(e.operands[operand], index_.function(r).usr);
    if (out.thing == Subject{} && operand + 1 < e.names.size())
      out.constant = index_.program().symbols.text(e.names[operand + 1]);
    return out;
  }

  /// Variables that hold the rank, with its communicator; parameters that receive one are ranks, too.
  void find_ranks() {
    for (const EventRef& r : index_.of(EventKind::library)) {
      const Event& e = index_.event(r);
      if (text(e) != "rank" || e.operands.empty()) continue;
      const Subject rank = index_.thing(e.operands[0], index_.function(r).usr);
      if (rank != Subject{}) ranks_[rank] = name(r, 1);
    }
    if (ranks_.empty()) return;
    for (int round = 0; round < 3; ++round)
      for (const EventKind kind : {EventKind::call, EventKind::construct})
        for (const EventRef& r : index_.of(kind))
          pass_on(r);
  }

  void pass_on(const EventRef& r) {
    const Event& e = index_.event(r);
    const summary::Function* callee = index_.program().function(e.callee);
    if (callee == nullptr) return;
    for (std::uint32_t i = 0; i < e.operands.size() && i < callee->formals.size(); ++i) {
      if (!e.operands[i] || callee->formals[i].type.has(summary::type_pointer)) continue;
      const auto rank = ranks_.find(index_.thing(e.operands[i], index_.function(r).usr));
      if (rank == ranks_.end()) continue;
      const Subject formal = index_.thing({{RootKind::formal, i, callee->usr}, {}}, callee->usr);
      if (formal != Subject{}) ranks_.try_emplace(formal, rank->second);
    }
  }

  /// Without coming by `around` again: in a loop each side is looked at for one round.
  std::vector<std::uint32_t> reachable(std::uint32_t f, std::uint32_t from, std::uint32_t around) const {
    const auto& blocks = index_.program().functions[f].blocks;
    std::vector<std::uint32_t> out(blocks.size()), open{from};
    out[from] = 1;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const std::uint32_t next : blocks[at].successors)
        if (next != around && std::exchange(out[next], 1) == 0) open.push_back(next);
    }
    return out;
  }

  struct Use {
    EventRef at;
    std::string function;
    Name communicator;
  };

  /// The collectives in the blocks, in their order, those of called functions included. `fails`: a way
  /// through them ends the program.
  std::vector<Use> uses(std::uint32_t f, const std::vector<std::uint32_t>& ours,
                        const std::vector<std::uint32_t>& theirs, bool& fails) const {
    std::vector<Use> found;
    const auto& blocks = index_.program().functions[f].blocks;
    for (const std::uint32_t b : index_.cfg(f).order()) {
      if (ours[b] == 0 || theirs[b] != 0) continue;
      fails = fails || blocks[b].abandons;
      for (std::uint32_t i = 0; i < blocks[b].events.size(); ++i)
        add({f, b, i}, found, fails);
    }
    return found;
  }

  void add(const EventRef& r, std::vector<Use>& found, bool& fails) const {
    const Event& e = index_.event(r);
    if (e.kind == EventKind::library) return one(r, found, fails);
    if (e.kind != EventKind::call && e.kind != EventKind::construct && e.kind != EventKind::destroy) return;
    if (e.callee)
      for (const EventRef& inner : index_.closure_of(e.callee))
        if (index_.event(inner).kind == EventKind::library) one(inner, found, fails);
  }

  void one(const EventRef& r, std::vector<Use>& found, bool& fails) const {
    const Event& e = index_.event(r);
    fails = fails || text(e) == "abort";
    if (text(e) != "collective") return;
    found.push_back({r, e.names.empty() ? "" : index_.program().symbols.text(e.names[0]), name(r, 0)});
  }

  void branch(std::uint32_t f, std::uint32_t b) {
    const summary::Function& function = index_.program().functions[f];
    const summary::Block& block = function.blocks[b];
    if (block.successors.size() != 2 || block.successors[0] == block.successors[1]) return;
    for (const AccessPath& asked : block.depends) {
      const auto rank = ranks_.find(index_.thing(asked, function.usr));
      if (rank == ranks_.end() || !rank->second.known()) continue;
      const auto first = reachable(f, block.successors[0], b), second = reachable(f, block.successors[1], b);
      bool fails = false;
      const auto a = uses(f, first, second, fails), c = uses(f, second, first, fails);
      if (fails) return;
      return compare(f, rank->second, a, c);
    }
  }

  void compare(std::uint32_t f, const Name& communicator, std::vector<Use> a, std::vector<Use> b) {
    const auto other = [&](const Use& u) { return u.communicator != communicator; };
    std::erase_if(a, other);
    std::erase_if(b, other);
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same].function == b[same].function)
      ++same;
    if (same == a.size() && same == b.size()) return;
    CollectiveBreach breach;
    const bool left = same < a.size();
    breach.first = left ? a[same].at : b[same].at;
    if (left && same < b.size()) breach.second = b[same].at;
    if (!told_.insert(breach.first).second) return;
    breach.function = f;
    breach.belief = Belief::high;
    out_.push_back(std::move(breach));
  }

  /// Functions that both begin and end groups do so on every path.
  void groups(std::uint32_t f) {
    const summary::Function& function = index_.program().functions[f];
    std::vector<EventRef> begins, ends;
    for (std::uint32_t b = 0; b < function.blocks.size(); ++b)
      for (std::uint32_t i = 0; i < function.blocks[b].events.size(); ++i) {
        const Event& e = function.blocks[b].events[i];
        if (e.kind != EventKind::library) continue;
        if (text(e) == "group begin") begins.push_back({f, b, i});
        if (text(e) == "group end") ends.push_back({f, b, i});
      }
    if (begins.empty() || ends.empty()) return;
    const auto is_end = [&](const EventRef& r) {
      const Event& e = index_.event(r);
      return e.kind == EventKind::library && text(e) == "group end";
    };
    for (const EventRef& begin : begins) {
      if (!index_.walk_after(begin, [&](const EventRef& r) { return !is_end(r); })) continue;
      // After a failed call the group is lost anyway; conditions on anything else leave it open.
      report(begin, CollectiveBreach::Kind::open_group, after_failure(begin) ? Belief::low : Belief::medium);
    }
    const auto is_begin = [&](const EventRef& r) {
      const Event& e = index_.event(r);
      return e.kind == EventKind::library && text(e) == "group begin";
    };
    for (const EventRef& end : ends)
      if (index_.walk_before(end, [&](const EventRef& r) { return !is_begin(r); }))
        report(end, CollectiveBreach::Kind::no_group, Belief::low);
  }

  /// Collectives on different communicators, one after the other outside a group.
  void orders(std::uint32_t f) {
    const summary::Function& function = index_.program().functions[f];
    for (std::uint32_t b = 0; b < function.blocks.size(); ++b)
      for (std::uint32_t i = 0; i < function.blocks[b].events.size(); ++i) {
        const EventRef first{f, b, i};
        const Event& e = index_.event(first);
        if (e.kind != EventKind::library || text(e) != "collective" || !name(first, 0).known()) continue;
        if (in_group(first)) continue;
        index_.walk_after(first, [&](const EventRef& next) {
          const Event& n = index_.event(next);
          if (n.kind != EventKind::library) return true;
          if (text(n) == "group begin" || text(n) == "group end") return false;
          if (text(n) == "collective" && name(next, 0).known() && name(next, 0) != name(first, 0))
            orders_.try_emplace({name(first, 0), name(next, 0)}).first->second.push_back({first, next});
          return true;
        });
      }
  }

  bool in_group(const EventRef& r) const {
    bool inside = false;
    index_.walk_before(r, [&](const EventRef& before) {
      const Event& e = index_.event(before);
      if (e.kind != EventKind::library) return true;
      inside = inside || text(e) == "group begin";
      return text(e) != "group begin" && text(e) != "group end";
    });
    return inside;
  }

  bool share_lock(const EventRef& a, const EventRef& b) const {
    const Locks x = index_.held(a), y = index_.held(b);
    return std::any_of(x.begin(), x.end(),
                       [&](const Subject& s) { return std::find(y.begin(), y.end(), s) != y.end(); });
  }

  void two_orders() {
    for (const auto& [names, places] : orders_) {
      const auto opposite = orders_.find({names.second, names.first});
      if (opposite == orders_.end() || names.second < names.first) continue;
      for (const auto& [first, second] : places)
        for (const auto& [third, fourth] : opposite->second) {
          if (!in_two_threads(first.function, third.function) || share_lock(first, third)) continue;
          CollectiveBreach breach;
          breach.kind = CollectiveBreach::Kind::two_orders;
          breach.first = first;
          breach.second = second;
          breach.other = {third, fourth};
          breach.function = first.function;
          out_.push_back(std::move(breach));
          return;
        }
    }
  }

  /// One is run by a thread that the other is not part of.
  bool in_two_threads(std::uint32_t a, std::uint32_t b) const {
    const auto inside = [&](Symbol entry, std::uint32_t f) {
      const auto all = index_.closure_of(entry);
      return std::any_of(all.begin(), all.end(), [&](const EventRef& r) { return r.function == f; });
    };
    for (const EventRef& fork : index_.of(EventKind::fork)) {
      const Symbol entry = index_.event(fork).callee;
      if (entry && inside(entry, a) != inside(entry, b)) return true;
    }
    return false;
  }

  void report(const EventRef& r, CollectiveBreach::Kind kind, Belief belief) {
    CollectiveBreach breach;
    breach.kind = kind;
    breach.first = r;
    breach.function = r.function;
    breach.belief = belief;
    out_.push_back(std::move(breach));
  }

  /// No branch that returns asks anything but local results.
  bool after_failure(const EventRef& begin) const {
    const auto& blocks = index_.program().functions[begin.function].blocks;
    const auto inside = reachable(begin.function, begin.block, none);
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
      if (inside[b] == 0 || blocks[b].successors.size() != 2) continue;
      const bool leaves =
          std::any_of(blocks[b].successors.begin(), blocks[b].successors.end(), [&](std::uint32_t s) {
            return blocks[s].left.line != 0 && blocks[s].successors.size() <= 1;
          });
      const bool asks_input =
          std::any_of(blocks[b].depends.begin(), blocks[b].depends.end(), [](const AccessPath& p) {
            return p.root.kind == RootKind::formal || p.root.kind == RootKind::self ||
                   p.root.kind == RootKind::global;
          });
      if (leaves && asks_input) return false;
    }
    return true;
  }

  const EventIndex& index_;
  std::map<Subject, Name> ranks_;
  std::map<std::pair<Name, Name>, std::vector<std::pair<EventRef, EventRef>>> orders_;
  std::set<EventRef> told_;
  std::vector<CollectiveBreach> out_;
};

} // namespace

std::vector<CollectiveBreach> find_collective_breaches(const EventIndex& index) {
  if (index.of(EventKind::library).empty()) return {};
  return Finder(index).run();
}

} // namespace burler::detect
