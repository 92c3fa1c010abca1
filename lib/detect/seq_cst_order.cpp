#include "detect/seq_cst_order.h"

namespace burler::detect {

SeqCstOrder::~SeqCstOrder() {
  for (Line* line : lines_) {
    for (Event* event : line->events)
      page_drop(event);
    for (Fence* fence : line->fences)
      page_drop(fence);
    page_drop(line);
  }
}

SeqCstOrder::Line& SeqCstOrder::line(ThreadNumber thread) {
  while (lines_.size() <= thread)
    lines_.push_back(page_make<Line>());
  return *lines_[thread];
}

void SeqCstOrder::forget_old(Line& line) {
  if (line.events.size() < 2 * most_events) return;
  PlainVector<Event*> kept;
  for (std::uint32_t i = 0; i < line.events.size(); ++i)
    if (i < most_events)
      page_drop(line.events[i]);
    else
      kept.push_back(line.events[i]);
  line.events = kept;
  line.forgotten += most_events;
  while (!line.fences.empty() && line.fences[0]->ordinal <= line.forgotten) {
    line.lost_fence = line.fences[0]->ordinal;
    page_drop(line.fences[0]);
    line.fences.erase_at(0);
  }
}

std::uint32_t SeqCstOrder::add(ThreadNumber thread, const Set& after, std::uint32_t needed) {
  Line& own = line(thread);
  const std::uint32_t ordinal = own.forgotten + own.events.size() + 1;
  Event* event = page_make<Event>();
  Set before = after;
  if (before.get(thread) < ordinal - 1) before.set(thread, ordinal - 1);
  event->before = closed(before);
  event->before.set(thread, ordinal);
  event->needed = needed;
  own.events.push_back(event);
  forget_old(own);
  return ordinal;
}

std::uint32_t SeqCstOrder::add_fence(ThreadNumber thread, const Set& after, std::uint32_t clock,
                                     const VectorClock& knows) {
  const std::uint32_t ordinal = add(thread, after, clock + 1);
  Fence* fence = page_make<Fence>();
  fence->ordinal = ordinal;
  fence->clock = clock;
  fence->knows = knows;
  line(thread).fences.push_back(fence);
  return ordinal;
}

void SeqCstOrder::divide() {
  for (std::uint32_t t = 0; t < lines_.size(); ++t)
    if (const std::uint32_t last = lines_[t]->forgotten + lines_[t]->events.size())
      divided_.set(static_cast<ThreadNumber>(t), last);
}

SeqCstOrder::Set SeqCstOrder::strongly_before(ThreadNumber thread, const VectorClock& now) const {
  Set set = divided_;
  for (std::uint32_t t = 0; t < lines_.size(); ++t) {
    const Line& line = *lines_[t];
    const std::uint32_t known = now.get(static_cast<ThreadNumber>(t));
    std::uint32_t low = 0, high = line.events.size(); // how many of them are known
    if (t == thread) low = high;
    while (low < high) {
      const std::uint32_t middle = (low + high) / 2;
      if (line.events[middle]->needed <= known)
        low = middle + 1;
      else
        high = middle;
    }
    const std::uint32_t last = known ? line.forgotten + low : 0;
    if (last > set.get(static_cast<ThreadNumber>(t))) set.set(static_cast<ThreadNumber>(t), last);
  }
  return set;
}

SeqCstOrder::Set SeqCstOrder::fences_within(const VectorClock& now) const {
  Set set;
  for (std::uint32_t t = 0; t < lines_.size(); ++t) {
    const Line& line = *lines_[t];
    const std::uint32_t known = now.get(static_cast<ThreadNumber>(t));
    std::uint32_t last = known ? line.lost_fence : 0;
    for (std::uint32_t i = line.fences.size(); i-- > 0;)
      if (line.fences[i]->clock <= known) {
        last = line.fences[i]->ordinal;
        break;
      }
    if (last) set.set(static_cast<ThreadNumber>(t), last);
  }
  return set;
}

SeqCstOrder::Set SeqCstOrder::closed(const Set& set) const {
  Set all = set;
  for (std::uint32_t t = 0; t < lines_.size(); ++t) {
    const Line& line = *lines_[t];
    const std::uint32_t last = set.get(static_cast<ThreadNumber>(t));
    if (!last) continue;
    all.join(line.events[last > line.forgotten ? last - line.forgotten - 1 : 0]->before);
  }
  return all;
}

bool SeqCstOrder::may_precede(const Set& closed, ThreadNumber thread, std::uint32_t ordinal) const {
  return ordinal > lines_[thread]->forgotten && closed.get(thread) < ordinal;
}

void SeqCstOrder::require(const Set& closed, ThreadNumber thread, std::uint32_t ordinal) {
  const Line& target = *lines_[thread];
  if (ordinal <= target.forgotten) return;
  if (closed.within(target.events[ordinal - target.forgotten - 1]->before)) return;
  for (Line* line : lines_)
    for (std::uint32_t i = line->events.size(); i-- > 0;) {
      if (line->events[i]->before.get(thread) < ordinal) break;
      line->events[i]->before.join(closed);
    }
}

} // namespace burler::detect
