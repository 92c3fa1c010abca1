// What C++20 permits a litmus test to show, by enumeration: every choice of reads-from and modification
// order, judged by the axioms of [intro.races] and [atomics.order] as they stand in the standard. Shares
// nothing with the runtime.
//
// Values out of thin air ([atomics.order]/8, which the axioms alone do not exclude) are excluded by
// forbidding cycles of dependencies and reads-from: a store depends on the load whose value it stores or
// under whose condition it stands, an addition on itself; program order alone is no dependency. That is the
// weakest of the usual conditions; RC11 (Lahav et al., PLDI 2017) forbids all cycles of program order and
// reads-from instead, which `Cycles::none` asks for.
#pragma once

#include "runtime/litmus_program_test.h"

#include <algorithm>
#include <set>

namespace burler::runtime::testing {

enum class Cycles { none, without_dependency };

class LitmusModel {
public:
  explicit LitmusModel(const std::string& text, Cycles cycles = Cycles::without_dependency)
      : cycles_(cycles) {
    for (int cell = 0; cell < 3; ++cell)
      all_.push_back({-1, 'i', cell, 0, "rlx"});
    for (const LitmusStep& step : litmus_steps(text))
      all_.push_back(step);
  }

  std::set<int> outcomes() {
    outcomes_.clear();
    choose_events(0, {});
    return outcomes_;
  }

private:
  struct Event : LitmusStep {
    int source = -1; ///< the event whose value it stores or that decides on it
    int skipped = 0; ///< how many stores under a condition of that event did not happen
    bool sc() const { return order == "sc"; }
    bool releases() const { return (order == "rel" || order == "ar" || sc()) && kind != 'r'; }
    bool acquires() const { return (order == "acq" || order == "ar" || sc()) && kind != '=' && kind != '?'; }
  };
  using Relation = std::vector<std::vector<bool>>;

  Relation empty() const { return Relation(count_, std::vector<bool>(count_, false)); }
  static void close(Relation& r) {
    for (std::size_t k = 0; k < r.size(); ++k)
      for (std::size_t i = 0; i < r.size(); ++i)
        for (std::size_t j = 0; j < r.size() && r[i][k]; ++j)
          if (r[k][j]) r[i][j] = true;
  }
  static bool cyclic(Relation r) {
    close(r);
    for (std::size_t i = 0; i < r.size(); ++i)
      if (r[i][i]) return true;
    return false;
  }
  bool before(std::size_t a, std::size_t b) const {
    return a != b && (events_[a].kind == 'i' ? events_[b].kind != 'i'
                                             : events_[a].thread == events_[b].thread && a < b);
  }

  /// Which stores under a condition happen.
  void choose_events(std::size_t at, std::vector<Event> events) {
    if (at == all_.size()) {
      events_ = std::move(events);
      count_ = events_.size();
      from_.assign(count_, 0);
      choose_reads(0);
      return;
    }
    Event event{all_[at], -1, 0};
    if (event.kind == '?' || event.value < 0) {
      for (std::size_t i = 0; i < events.size(); ++i)
        if (events[i].thread == event.thread && events[i].reads()) event.source = static_cast<int>(i);
      if (event.kind == '?') {
        auto without = events;
        if (event.source >= 0) ++without[static_cast<std::size_t>(event.source)].skipped;
        choose_events(at + 1, without);
        if (event.source < 0) return;
      }
    }
    events.push_back(event);
    choose_events(at + 1, events);
  }

  void choose_reads(std::size_t at) {
    if (at == count_) {
      Relation order = empty();
      for (std::size_t a = 0; a < count_; ++a)
        for (std::size_t b = 0; b < count_; ++b)
          order[a][b] = (cycles_ == Cycles::none ? before(a, b) : events_[b].source == static_cast<int>(a)) ||
                        (events_[b].reads() && from_[b] == a);
      if (!cyclic(order) && conditions_hold()) choose_order(0, {});
      return;
    }
    if (!events_[at].reads()) {
      choose_reads(at + 1);
      return;
    }
    for (std::size_t w = 0; w < count_; ++w)
      if (w != at && events_[w].writes() && events_[w].cell == events_[at].cell) {
        from_[at] = w;
        choose_reads(at + 1);
      }
  }

  bool conditions_hold() const {
    for (std::size_t e = 0; e < count_; ++e) {
      if (events_[e].kind == '?' && value(from_[static_cast<std::size_t>(events_[e].source)]) == 0)
        return false;
      if (events_[e].skipped && value(from_[e]) != 0) return false;
    }
    return true;
  }

  void choose_order(int cell, std::vector<std::vector<std::size_t>> orders) {
    if (cell == 3) {
      judge(orders);
      return;
    }
    std::vector<std::size_t> writes;
    for (std::size_t w = 3; w < count_; ++w)
      if (events_[w].writes() && events_[w].cell == cell) writes.push_back(w);
    do {
      auto more = orders;
      more.push_back(writes);
      more.back().insert(more.back().begin(), static_cast<std::size_t>(cell));
      choose_order(cell + 1, more);
    } while (std::next_permutation(writes.begin(), writes.end()));
  }

  Relation happens_before() const {
    Relation hb = empty();
    const auto source =
        [&](std::size_t w) { // who publishes through the store w, release sequences followed back
          std::vector<std::size_t> out;
          for (;; w = from_[w]) {
            if (events_[w].releases()) out.push_back(w);
            for (std::size_t f = 0; f < count_; ++f)
              if (events_[f].kind == 'F' && events_[f].releases() && before(f, w)) out.push_back(f);
            if (events_[w].kind != '+') return out;
          }
        };
    for (std::size_t a = 0; a < count_; ++a)
      for (std::size_t b = 0; b < count_; ++b)
        hb[a][b] = before(a, b);
    for (std::size_t r = 0; r < count_; ++r) {
      if (!events_[r].reads()) continue;
      for (const std::size_t s : source(from_[r])) {
        if (events_[r].acquires()) hb[s][r] = true;
        for (std::size_t f = 0; f < count_; ++f)
          if (events_[f].kind == 'F' && events_[f].acquires() && before(r, f)) hb[s][f] = true;
      }
    }
    close(hb);
    return hb;
  }

  /// Coherence-ordered before, [atomics.order]/3; false when an addition does not read its predecessor.
  bool coherence(const std::vector<std::vector<std::size_t>>& orders, Relation& eco) const {
    std::vector<std::size_t> place(count_);
    for (const auto& order : orders)
      for (std::size_t i = 0; i < order.size(); ++i)
        place[order[i]] = i;
    for (std::size_t a = 0; a < count_; ++a) {
      if (events_[a].kind == '+' && place[a] != place[from_[a]] + 1) return false;
      for (std::size_t b = 0; b < count_; ++b) {
        if (a == b || events_[a].kind == 'F' || events_[b].kind == 'F' || events_[a].cell != events_[b].cell)
          continue;
        if (events_[a].writes() && events_[b].writes() && place[a] < place[b]) eco[a][b] = true;
        if (events_[b].reads() && from_[b] == a) eco[a][b] = true;
        if (events_[a].reads() && events_[b].writes() && place[from_[a]] < place[b]) eco[a][b] = true;
      }
    }
    close(eco);
    return true;
  }

  /// A total order of the seq_cst operations exists, [atomics.order]/4.
  bool sequential(const Relation& hb, const Relation& eco) const {
    Relation order = empty();
    const auto fence = [&](std::size_t f) { return events_[f].kind == 'F' && events_[f].sc(); };
    const auto connect = [&](std::size_t a, std::size_t b) {
      for (std::size_t x = 0; x < count_; ++x)
        for (std::size_t y = 0; y < count_; ++y) {
          const bool left = x == a ? events_[a].sc() : fence(x) && hb[x][a];
          const bool right = y == b ? events_[b].sc() : fence(y) && hb[b][y];
          if (left && right) order[x][y] = true;
        }
    };
    for (std::size_t a = 0; a < count_; ++a)
      for (std::size_t b = 0; b < count_; ++b)
        if (eco[a][b]) connect(a, b);
    for (std::size_t a = 0; a < count_; ++a)
      for (std::size_t b = 0; b < count_; ++b)
        if (events_[a].sc() && events_[b].sc()) {
          if (before(a, b)) order[a][b] = true; // strongly happens before, [intro.races]/12
          if (hb[a][b] && events_[b].reads() && from_[b] == a) order[a][b] = true;
          for (std::size_t x = 0; x < count_; ++x)
            for (std::size_t y = 0; y < count_; ++y)
              if (before(a, x) && hb[x][y] && before(y, b)) order[a][b] = true;
        }
    return !cyclic(order);
  }

  void judge(const std::vector<std::vector<std::size_t>>& orders) {
    const Relation hb = happens_before();
    Relation eco = empty();
    if (!coherence(orders, eco) || !sequential(hb, eco)) return;
    for (std::size_t a = 0; a < count_; ++a)
      for (std::size_t b = 0; b < count_; ++b)
        if (hb[a][b] && (a == b || eco[b][a])) return;
    int code = 0;
    for (std::size_t r = 3; r < count_; ++r)
      if (events_[r].reads()) code = code * 5 + value(from_[r]);
    for (const auto& order : orders)
      code = code * 5 + value(order.back());
    outcomes_.insert(1 + code);
  }

  int value(std::size_t w) const {
    const Event& event = events_[w];
    if (event.value < 0) return event.source < 0 ? 0 : value(from_[static_cast<std::size_t>(event.source)]);
    return event.kind == '+' ? event.value + value(from_[w]) : event.value;
  }

  Cycles cycles_;
  std::vector<LitmusStep> all_;
  std::vector<Event> events_;
  std::size_t count_ = 0;
  std::vector<std::size_t> from_;
  std::set<int> outcomes_;
};

} // namespace burler::runtime::testing
