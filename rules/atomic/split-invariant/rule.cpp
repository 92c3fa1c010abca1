#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::Meeting;
using detect::Subject;
using summary::EventKind;

using ByThing = std::map<Subject, std::vector<EventRef>>;

bool loads(const detect::EventIndex& index, const EventRef& r) {
  return index.event(r).kind == EventKind::atomic && index.event(r).op == AtomicOp::load;
}

bool exclusive(const detect::EventIndex& index, const EventRef& a, const EventRef& b) {
  const detect::Locks x = index.held(a), y = index.held(b);
  return std::any_of(x.begin(), x.end(),
                     [&](const Subject& s) { return std::find(y.begin(), y.end(), s) != y.end(); });
}

/// The strongest way in which another write can come between: `with` says which.
Meeting disturbed(const detect::Analysis& analysis, const EventRef& store, const std::vector<EventRef>& all,
                  EventRef& with) {
  Meeting best = Meeting::never;
  for (const EventRef& other : all) {
    if (loads(*analysis.events, other) || exclusive(*analysis.events, store, other)) continue;
    const Meeting m = detect::meeting(analysis, store, other);
    if (m == Meeting::unknown || m <= best) continue;
    best = m;
    with = other;
  }
  return best;
}

class SplitInvariant final : public Rule {
public:
  std::string id() const override { return "atomic/split-invariant"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    ByThing things;
    for (const EventRef& r : index.of(EventKind::atomic))
      if (const Subject s = index.thing(r); s != Subject{} && !index.event(r).has(summary::flag_init))
        things[s].push_back(r);
    for (const auto& [thing, all] : things)
      for (const EventRef& r : all)
        if (index.event(r).op == AtomicOp::store) {
          lost_update(analysis, thing, r, all, findings);
          check_then_store(analysis, thing, r, all, findings);
        }
    pairs(analysis, things, findings);
  }

private:
  static void add(const detect::Analysis& analysis, const Subject& thing, Confidence confidence,
                  std::vector<Side> sides, const std::string& message, const std::string& fix,
                  std::vector<Finding>& findings) {
    Finding f;
    f.confidence = confidence;
    f.subject = detect::named_subject(analysis, thing);
    f.sides = std::move(sides);
    f.message = f.subject.name + message;
    f.fix = fix;
    findings.push_back(std::move(f));
  }

  /// `x = x + 1`, `x.store(f(x.load()))`: two atomic steps instead of one.
  static void lost_update(const detect::Analysis& analysis, const Subject& thing, const EventRef& store,
                          const std::vector<EventRef>& all, std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    std::optional<EventRef> load;
    for (std::uint32_t i = 0; i < store.index; ++i) {
      const EventRef r{store.function, store.block, i};
      if (loads(index, r) && index.event(r).place.line == index.event(store).place.line &&
          index.thing(r) == thing)
        load = r;
    }
    if (!load) return;
    EventRef with;
    const Meeting m = disturbed(analysis, store, all, with);
    if (m == Meeting::never) return;
    std::vector<Side> sides{detect::event_side(analysis, *load, "atomic-read"),
                            detect::event_side(analysis, store, "atomic-write")};
    if (with != store) sides.push_back(detect::event_side(analysis, with, "atomic-write"));
    add(analysis, thing, m == Meeting::sure ? Confidence::high : Confidence::medium, std::move(sides),
        " is read and stored back in two steps: what another thread stores between them is lost",
        "use one read-modify-write (fetch_add, ++, a compare_exchange loop)", findings);
  }

  /// `if (!x.load()) { x.store(true); work(); }`: two threads may both pass the test.
  static void check_then_store(const detect::Analysis& analysis, const Subject& thing, const EventRef& store,
                               const std::vector<EventRef>& all, std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const auto& before = index.cfg(store.function).predecessors(store.block);
    const summary::Function& f = index.function(store);
    if (before.size() != 1 || f.blocks[before.front()].successors.size() != 2) return;
    const auto& test = f.blocks[before.front()].events;
    const EventRef load{store.function, before.front(), static_cast<std::uint32_t>(test.size() - 1)};
    if (test.empty() || !loads(index, load) || index.thing(load) != thing) return;
    bool works = false; // storing the same flag twice does no harm by itself
    for (std::uint32_t i = 0; i < f.blocks[store.block].events.size(); ++i) {
      const EventRef r{store.function, store.block, i};
      const EventKind kind = index.event(r).kind;
      const bool step = kind == EventKind::call || kind == EventKind::write || kind == EventKind::fork ||
                        kind == EventKind::blocking || kind == EventKind::launch;
      works = works || step || (kind == EventKind::atomic && r != store && !loads(index, r));
    }
    EventRef with;
    const Meeting m =
        works && index.held(store).empty() ? disturbed(analysis, store, all, with) : Meeting::never;
    if (m == Meeting::never || with != store) return;
    add(analysis, thing, Confidence::medium,
        {detect::event_side(analysis, load, "atomic-read"),
         detect::event_side(analysis, store, "atomic-write")},
        " is tested and set in two steps: two threads may both pass the test",
        "test and set in one step with exchange or compare_exchange_strong", findings);
  }

  static std::set<std::uint32_t> writers(const detect::EventIndex& index, const std::vector<EventRef>& all) {
    std::set<std::uint32_t> out;
    for (const EventRef& r : all)
      if (!loads(index, r) && !index.function(r).has(summary::fn_constructor)) out.insert(r.function);
    return out;
  }

  static bool unlocked(const detect::EventIndex& index, const std::vector<EventRef>& all) {
    return std::all_of(all.begin(), all.end(), [&](const EventRef& r) { return index.held(r).empty(); });
  }

  /// Two atomics that every writer changes together and a decision reads one after the other.
  static void pairs(const detect::Analysis& analysis, const ByThing& things, std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    for (auto a = things.begin(); a != things.end(); ++a)
      for (auto b = std::next(a); b != things.end(); ++b) {
        if (a->first.owner != b->first.owner || !a->first.owner) continue;
        const auto writing = writers(index, a->second);
        if (writing.empty() || writing != writers(index, b->second)) continue;
        if (!unlocked(index, a->second) || !unlocked(index, b->second)) continue;
        decision(analysis, *a, *b, writing, findings);
      }
  }

  static void decision(const detect::Analysis& analysis, const ByThing::value_type& a,
                       const ByThing::value_type& b, const std::set<std::uint32_t>& writing,
                       std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    for (const EventRef& x : a.second)
      for (const EventRef& y : b.second) {
        const bool together =
            x.function == y.function && x.block == y.block && loads(index, x) && loads(index, y);
        if (!together || writing.contains(x.function)) continue;
        if (index.function(x).blocks[x.block].successors.size() < 2) continue;
        EventRef with;
        if (disturbed(analysis, x, a.second, with) == Meeting::never) continue;
        const std::string other = detect::subject_name(*analysis.facts, b.first);
        add(analysis, a.first, Confidence::medium,
            {detect::event_side(analysis, x, "atomic-read"), detect::event_side(analysis, y, "atomic-read"),
             detect::event_side(analysis, with, "atomic-write")},
            " and " + other +
                " are always changed together, but this decision reads them one after the other",
            "keep both in one atomic word, guard them with one lock, or read them under a sequence counter",
            findings);
        return;
      }
  }
};

} // namespace

std::unique_ptr<Rule> make_atomic_split_invariant() { return std::make_unique<SplitInvariant>(); }

} // namespace burler::rules
