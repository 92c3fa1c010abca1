// What C++20 permits a litmus test to show, by enumeration: every choice of reads-from and modification
// order, judged by the axioms of [intro.races] and [atomics.order] as they stand in the standard. Shares
// nothing with the runtime. Left out, as the runtime leaves it out: executions in which program order and
// reads-from have a cycle (LB).
#pragma once

#include <algorithm>
#include <cstring>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace burler::runtime::testing {

class LitmusModel {
public:
  explicit LitmusModel(const std::string& text) {
    for (int cell = 0; cell < 3; ++cell)
      events_.push_back({-1, 'i', cell, 0, "rlx"});
    std::istringstream in(text);
    int thread = 0;
    for (std::string word; in >> word;) {
      if (word == "|") {
        ++thread;
        continue;
      }
      Event event{thread,
                  word[1] == '=' || word[1] == '+' ? word[1]
                  : word[0] == 'F'                 ? 'F'
                                                   : 'r',
                  word[0] - 'x', 0, word.substr(word.find(':') + 1)};
      if (event.kind == '=' || event.kind == '+') event.value = word[2] - '0';
      events_.push_back(event);
    }
    count_ = events_.size();
  }

  /// Exit statuses of testprograms/litmus.cpp.
  std::set<int> outcomes() {
    from_.assign(count_, 0);
    choose_reads(0);
    return outcomes_;
  }

private:
  struct Event {
    int thread;
    char kind; ///< i initial, = store, r load, + addition, F fence
    int cell, value;
    std::string order;
    bool writes() const { return kind == 'i' || kind == '=' || kind == '+'; }
    bool reads() const { return kind == 'r' || kind == '+'; }
    bool sc() const { return order == "sc"; }
    bool releases() const { return (order == "rel" || order == "ar" || sc()) && kind != 'r'; }
    bool acquires() const { return (order == "acq" || order == "ar" || sc()) && kind != '='; }
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

  void choose_reads(std::size_t at) {
    if (at == count_) {
      Relation order = empty();
      for (std::size_t a = 0; a < count_; ++a)
        for (std::size_t b = 0; b < count_; ++b)
          order[a][b] = before(a, b) || (events_[b].reads() && from_[b] == a);
      if (!cyclic(order)) choose_order(0, {});
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
      if (events_[r].reads()) code = code * 4 + value(from_[r]);
    for (const auto& order : orders)
      code = code * 4 + value(order.back());
    outcomes_.insert(1 + code);
  }

  int value(std::size_t w) const {
    return events_[w].kind == '+' ? events_[w].value + value(from_[w]) : events_[w].value;
  }

  std::vector<Event> events_;
  std::size_t count_ = 0;
  std::vector<std::size_t> from_;
  std::set<int> outcomes_;
};

} // namespace burler::runtime::testing
