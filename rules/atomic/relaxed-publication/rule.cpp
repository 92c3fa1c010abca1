#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/pool_handover.h"

#include <map>
#include <optional>
#include <set>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::Subject;
using summary::EventKind;

std::optional<EventRef> event_of(const detect::EventIndex& index, const detect::Access& access) {
  const auto known = index.program().function_index.find(access.origin.function);
  if (known == index.program().function_index.end()) return std::nullopt;
  const auto& blocks = index.program().functions[known->second].blocks;
  const EventKind kind = access.write ? EventKind::write : EventKind::read;
  for (std::uint32_t b = 0; b < blocks.size(); ++b)
    for (std::uint32_t i = 0; i < blocks[b].events.size(); ++i)
      if (blocks[b].events[i].kind == kind && blocks[b].events[i].place == access.origin.place)
        return EventRef{known->second, b, i};
  return std::nullopt;
}

/// Atomic stores that follow the write (loads that precede the read) with no fence that orders them.
std::map<Subject, EventRef> flags_around(const detect::EventIndex& index, const EventRef& access,
                                         bool after) {
  std::map<Subject, EventRef> out;
  const auto visit = [&](const EventRef& r) {
    const summary::Event& e = index.event(r);
    if (e.kind == EventKind::fence) return after ? !is_release(e.order) : !is_acquire(e.order);
    if (e.kind != EventKind::atomic || (e.op == AtomicOp::load) == after) return true;
    if (const Subject s = index.thing(r); s != Subject{}) out.try_emplace(s, r);
    return true;
  };
  if (after)
    index.walk_after(access, visit);
  else
    index.walk_before(access, visit);
  return out;
}

class RelaxedPublication final : public Rule {
public:
  std::string id() const override { return "atomic/relaxed-publication"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    std::set<std::pair<EventRef, EventRef>> told;
    for (const detect::Race& race : analysis.races)
      for (const bool swap : {false, true}) {
        const detect::Instance& writer = swap ? race.b : race.a;
        const detect::Instance& reader = swap ? race.a : race.b;
        if (!writer.access->write || reader.access->write || writer.access->atomic || reader.access->atomic)
          continue;
        judge(analysis, race, *writer.access, *reader.access, told, findings);
      }
    std::set<Subject> announced;
    for (const detect::RelaxedHandover& h : analysis.pools->relaxed())
      if (announced.insert(analysis.events->thing(h.read)).second) findings.push_back(of_pool(analysis, h));
  }

private:
  static Finding of_pool(const detect::Analysis& analysis, const detect::RelaxedHandover& h) {
    const detect::EventIndex& index = *analysis.events;
    Finding f;
    f.confidence = Confidence::medium;
    f.subject = detect::named_subject(analysis, index.thing(h.read));
    f.sides = {detect::event_side(analysis, h.announce, "atomic-write"),
               detect::event_side(analysis, h.poll, "atomic-read"),
               detect::event_side(analysis, h.write, "write"), detect::event_side(analysis, h.read, "read")};
    const std::string name = detect::subject_name(*analysis.facts, index.thing(h.poll));
    f.message = f.subject.name + " is a plain field that worker threads read after polling " + name +
                ", which is stored and loaded relaxed: they may see the new " + name + " with the old field";
    f.fix = "make the field atomic, or store " + name +
            " with memory_order_release and load it with memory_order_acquire";
    return f;
  }

  static void judge(const detect::Analysis& analysis, const detect::Race& race, const detect::Access& write,
                    const detect::Access& read, std::set<std::pair<EventRef, EventRef>>& told,
                    std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const auto stored = event_of(index, write), loaded = event_of(index, read);
    if (!stored || !loaded) return;
    const auto published = flags_around(index, *stored, true), tested = flags_around(index, *loaded, false);
    for (const auto& [flag, store] : published) {
      const auto load = tested.find(flag);
      if (load == tested.end()) continue;
      const bool weak_store = !is_release(index.event(store).order);
      const bool weak_load = !is_acquire(index.event(load->second).order);
      const bool decides = index.function(load->second).blocks[load->second.block].successors.size() > 1;
      if ((!weak_store && !weak_load) || !decides || !told.insert({store, load->second}).second) continue;
      Finding f;
      f.confidence = detect::confidence_of(race.belief);
      f.subject = detect::named_subject(analysis, race.subject);
      f.sides = {detect::event_side(analysis, store, "atomic-write"),
                 detect::event_side(analysis, load->second, "atomic-read"),
                 detect::event_side(analysis, *stored, "write"),
                 detect::event_side(analysis, *loaded, "read")};
      const std::string name = detect::subject_name(*analysis.facts, flag);
      f.message = name + " announces " + f.subject.name + ", but " +
                  (weak_store && weak_load ? "is stored and loaded relaxed"
                   : weak_store            ? "is stored relaxed"
                                           : "is loaded relaxed") +
                  ": the reader may see the flag and the old data";
      f.fix = "store " + name + " with memory_order_release and load it with memory_order_acquire";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_atomic_relaxed_publication() { return std::make_unique<RelaxedPublication>(); }

} // namespace burler::rules
