#include "detect/event_side.h"

#include "detect/narrate.h"

#include <algorithm>

namespace burler::detect {
namespace {

std::string who(const Analysis& analysis, const summary::Function& f) {
  const auto& threads = analysis.threads->threads();
  for (std::uint32_t t = 0; t < threads.size(); ++t)
    if (threads[t].entry == f.usr) return thread_name(analysis, t);
  return "callers of " + analysis.program->symbols.text(f.name);
}

std::vector<const Instance*> instances(const Analysis& analysis, const EventRef& r) {
  const Origin origin = analysis.events->origin(r);
  std::vector<const Instance*> out;
  for (const Instance& i : analysis.accesses)
    if (i.access->origin.same_event(origin)) out.push_back(&i);
  return out;
}

} // namespace

Side event_side(const Analysis& analysis, const EventRef& r, const std::string& kind) {
  const EventIndex& index = *analysis.events;
  const summary::Function& f = index.function(r);
  const summary::Event& e = index.event(r);
  Side side;
  side.thread = who(analysis, f);
  side.kind = kind;
  const PathId path = index.facts().paths.intern(e.path ? e.path : e.dst);
  if (path != 0) side.path = path_name(index.facts(), path);
  for (const Subject& lock : index.held(r))
    side.locks.push_back(subject_name(index.facts(), lock));
  side.location = place_of(analysis, f.usr, e.place);
  return side;
}

burler::Subject named_subject(const Analysis& analysis, const Subject& subject) {
  const summary::Program& program = *analysis.program;
  burler::Subject out{subject_name(*analysis.facts, subject), ""};
  if (const summary::Field* field = program.field(subject.owner, subject.name))
    out.type = program.symbols.text(field->type.spelling);
  else if (const summary::Global* global = program.global(subject.name); global != nullptr && !subject.owner)
    out.type = program.symbols.text(global->type.spelling);
  return out;
}

Meeting meeting(const Analysis& analysis, const EventRef& a, const EventRef& b) {
  const auto first = instances(analysis, a), second = instances(analysis, b);
  if (first.empty() || second.empty()) return Meeting::unknown;
  Meeting best = Meeting::never;
  for (const Instance* x : first)
    for (const Instance* y : second) {
      const Relation r = analysis.threads->relate(x->thread, x->access->at, y->thread, y->access->at);
      if (r.parallel) best = std::max(best, r.assumed ? Meeting::assumed : Meeting::sure);
    }
  return best;
}

} // namespace burler::detect
