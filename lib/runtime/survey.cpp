#include "runtime/survey.h"

namespace burler::runtime {

namespace {

constexpr std::uint32_t most_entries = 1u << 20; ///< of all sections' logs together
constexpr std::uint32_t most_words = 64;         ///< of one section; the others count as accesses only

struct Word {
  std::uint16_t first = 0; ///< thread
  bool met = false;        ///< a second thread touched it
  bool written = false;
  std::uint64_t address = 0;
};
/// A word in a section. word 0 = the section's end, with its accesses to words that found no room.
struct Entry {
  std::uint32_t word;
  std::uint32_t count;
  std::uint32_t lock; ///< at an end: index + 1
  bool written;
  std::uint64_t pc;
};
struct Lock {
  LockSurvey record;
  std::uint16_t last_thread = 0xffff;
};
struct Open {
  std::uint32_t lock; ///< index + 1
  std::uint32_t count = 0, accesses = 0;
  Entry words[most_words];
};
struct Tables {
  PlainMap<std::uint32_t> numbers; ///< word address -> index + 1
  PlainVector<Word> words;
  PlainMap<std::uint32_t> lock_numbers; ///< ordinal -> index + 1
  PlainVector<Lock> locks;
  PlainVector<Entry> log;
  PlainVector<PlainVector<Open*>*> open; ///< by thread
};
constinit Forever<Tables> tables;
constinit auto& t = tables.value;

PlainVector<Open*>& open_of(Thread& me) {
  while (t.open.size() <= me.ordinal)
    t.open.push_back(page_make<PlainVector<Open*>>());
  return *t.open[me.ordinal];
}

std::uint32_t lock_number(const Object& lock) {
  std::uint32_t& number = t.lock_numbers.get(lock.ordinal);
  if (number) return number;
  Lock fresh;
  fresh.record.object = lock.ordinal;
  t.locks.push_back(fresh);
  return number = t.locks.size();
}

std::uint32_t word_number(Thread& me, std::uint64_t address, bool write) {
  std::uint32_t& number = t.numbers.get(address);
  if (!number) {
    t.words.push_back({me.ordinal, false, false, address});
    number = t.words.size();
  }
  Word& word = t.words[number - 1];
  word.met |= word.first != me.ordinal;
  word.written |= write;
  return number;
}

/// Memory that needs a lock at all: several threads use it and it changes while they do.
bool guarded(std::uint32_t word) { return t.words[word - 1].met && t.words[word - 1].written; }

void note(Open& section, std::uint32_t word, bool write, std::uint64_t pc) {
  ++section.accesses;
  for (std::uint32_t i = 0; i < section.count; ++i)
    if (section.words[i].word == word) {
      ++section.words[i].count;
      section.words[i].written |= write;
      return;
    }
  if (section.count < most_words) section.words[section.count++] = {word, 1, 0, write, pc};
}

/// Sets of words that some section touched together (union-find over one lock's sections).
class Groups {
public:
  std::uint32_t root(std::uint32_t word) {
    std::uint32_t& above = above_.get(word);
    if (above == 0 || above == word) return above = word;
    const std::uint32_t top = root(above);
    return above_.get(word) = top;
  }
  void unite(std::uint32_t a, std::uint32_t b) { above_.get(root(a)) = root(b); }

private:
  PlainMap<std::uint32_t> above_;
};

/// One finished section, entries [begin, end) of the log.
template <typename F> void each_section(std::uint32_t lock, F f) {
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < t.log.size(); ++i) {
    if (t.log[i].word != 0) continue;
    if (t.log[i].lock == lock) f(begin, i);
    begin = i + 1;
  }
}

void count_sections(std::uint32_t lock, LockSurvey& record, Groups& groups) {
  each_section(lock, [&](std::uint32_t begin, std::uint32_t end) {
    std::uint32_t words = 0, first = 0, accesses = 0;
    bool writes = false;
    for (std::uint32_t i = begin; i < end; ++i) {
      const Entry& entry = t.log[i];
      if (!guarded(entry.word)) continue;
      writes |= entry.written;
      accesses += entry.count;
      ++words;
      if (first)
        groups.unite(first, entry.word);
      else
        first = entry.word;
    }
    record.logged += 1;
    record.accesses += t.log[end].count;
    record.guarded_accesses += accesses;
    record.idle += words == 0;
    record.reading += words != 0 && !writes;
    record.single += words == 1 && accesses <= 4;
  });
}

/// The groups that most sections touch, with a place that names each.
void count_groups(std::uint32_t lock, LockSurvey& record, Groups& groups) {
  PlainMap<std::uint32_t> sections;
  PlainMap<std::uint64_t> places;
  each_section(lock, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t i = begin; i < end; ++i)
      if (guarded(t.log[i].word)) {
        const std::uint32_t root = groups.root(t.log[i].word);
        ++sections.get(root);
        std::uint64_t& place = places.get(root);
        if (place == 0 || t.log[i].written) place = t.log[i].pc;
        break;
      }
  });
  sections.each([&](std::uint64_t root, std::uint32_t& count) {
    if (count * 10 < record.logged) return; // less than a tenth: rare paths do not make a second lock useful
    const std::uint32_t slot = record.groups < max_groups ? record.groups : max_groups;
    ++record.groups;
    if (slot == max_groups) return;
    record.group_sections[slot] = count;
    record.group_sites[slot] = site_of(*places.find(root));
  });
}

} // namespace

void survey_begin(Thread& me, const Object& lock, bool shared, std::uint64_t pc) {
  if (g.live < 2) return;
  const std::uint32_t number = lock_number(lock);
  Lock& known = t.locks[number - 1];
  LockSurvey& record = known.record;
  ++record.sections;
  record.shared_sections += shared;
  record.handovers += known.last_thread != 0xffff && known.last_thread != me.ordinal;
  known.last_thread = me.ordinal;
  const sched::Site site = site_of(pc);
  std::uint32_t i = 0;
  while (i < record.taken_count && sched::Site(g.arena->stack_pool[record.taken[i].first]) != site)
    ++i;
  // A condition wait takes the lock again too, but its line names the condition.
  const bool waited = me.pending.op == Op::cond_wake;
  if (i == record.taken_count && i < max_groups && !waited)
    record.taken[record.taken_count++] = stack_ref(pc, me.stack);
  Open* section = page_make<Open>();
  section->lock = number;
  open_of(me).push_back(section);
}

void survey_end(Thread& me, const Object& lock) {
  PlainVector<Open*>& open = open_of(me);
  const std::uint32_t* number = t.lock_numbers.find(lock.ordinal);
  for (std::uint32_t i = open.size(); number && i-- > 0;) {
    Open* section = open[i];
    if (section->lock != *number) continue;
    open.erase_at(i);
    if (t.log.size() + section->count < most_entries) {
      for (std::uint32_t k = 0; k < section->count; ++k)
        t.log.push_back(section->words[k]);
      t.log.push_back({0, section->accesses, *number, false, 0});
    }
    page_drop(section);
    return;
  }
}

void survey_access(Thread& me, std::uint64_t address, std::uint64_t size, bool write, std::uint64_t pc) {
  if (g.live < 2) return;
  const std::uint64_t last = (address + (size ? size : 1) - 1) >> 3;
  std::uint64_t first = address >> 3;
  if (last - first > most_words) first = last - most_words; // long ranges: a part stands for them
  for (std::uint64_t word = first; word <= last; ++word) {
    const std::uint32_t number = word_number(me, word, write);
    for (Open* section : open_of(me))
      note(*section, number, write, pc);
  }
}

void survey_forget(std::uint64_t address, std::uint64_t size) {
  if (t.numbers.size() == 0) return;
  for (std::uint64_t word = address >> 3; word < (address + size + 7) >> 3; ++word)
    if (t.numbers.find(word)) t.numbers.erase(word);
}

void survey_condition(const Object& lock) {
  if (g.live > 1) ++t.locks[lock_number(lock) - 1].record.conditions;
}

void survey_wait(Thread& me) {
  for (Open* section : open_of(me))
    ++t.locks[section->lock - 1].record.waits_inside;
}

void write_survey() {
  Arena& arena = *g.arena;
  arena.result.survey_count = 0;
  for (std::uint32_t i = 0; i < t.locks.size() && i < max_surveys; ++i) {
    LockSurvey& record = t.locks[i].record;
    Groups groups;
    count_sections(i + 1, record, groups);
    count_groups(i + 1, record, groups);
    arena.surveys[arena.result.survey_count++] = record;
  }
}

} // namespace burler::runtime
