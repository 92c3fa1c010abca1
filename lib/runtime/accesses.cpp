#include "runtime/accesses.h"

#include "runtime/survey.h"

#include <cstring>

namespace burler::runtime {

namespace {

SideKind kind_of(const detect::PastAccess& access) {
  const bool write = access.kind & detect::access_write;
  if (access.kind & detect::access_free) return SideKind::free;
  if (access.kind & detect::access_atomic) return write ? SideKind::atomic_write : SideKind::atomic_read;
  return write ? SideKind::write : SideKind::read;
}

void add_access(FindingRecord* finding, const detect::PastAccess& access, std::uint32_t ordinal) {
  SideRecord* side =
      add_side(finding, *g.threads[access.thread], kind_of(access), ordinal, access.pc, access.stack);
  if (!side) return;
  side->size = static_cast<std::uint32_t>(__builtin_popcount(access.mask));
  side->lock_count = 0;
  if (!access.lockset) return;
  for (const HeldLock& lock : locks_of(access.lockset))
    if (side->lock_count < max_locks) side->locks[side->lock_count++] = {lock.stack, lock.shared};
}

class Sink final : public detect::PairSink {
public:
  void pair(std::uint64_t word, const detect::PastAccess& earlier, const detect::PastAccess& later,
            bool ordered) override {
    if (!share_a_lock(earlier.lockset, later.lockset)) {
      if (!(later.kind & detect::access_free)) g.contended.get(word) = 1;
      if (!(earlier.kind & (detect::access_atomic | detect::access_free))) g.seen_points.get(earlier.pc) = 1;
      if (!(later.kind & (detect::access_atomic | detect::access_free))) g.seen_points.get(later.pc) = 1;
    }
    const bool dead = earlier.kind & detect::access_free;
    if (ordered && !dead) return;
    const std::uint64_t key = (earlier.pc * 0x9e3779b97f4a7c15ULL ^ later.pc) | 1ULL << 63;
    if (g.seen_pairs.find(key)) return;
    g.seen_pairs.get(key) = 1;
    const std::uint64_t address = word + static_cast<std::uint64_t>(__builtin_ctz(earlier.mask & later.mask));
    Thread& me = *g.threads[later.thread];
    const std::uint32_t ordinal =
        memory_ordinal(address, later.kind & detect::access_write ? Op::plain_write : Op::plain_read, me);
    const char* text = dead && later.kind & detect::access_free ? "freed twice" : nullptr;
    FindingRecord* finding = new_finding(dead ? Defect::use_after_free : Defect::data_race, ordinal, text);
    add_access(finding, earlier, ordinal);
    add_access(finding, later, ordinal);
    if (g.flags & flag_first_finding) end_run(Verdict::stopped, "ended at the first finding");
  }

  /// Every place that touches a contended word is a scheduling point in later runs, also the second of two
  /// reads between which the detector sees no difference.
  void covered(std::uint64_t word, const detect::PastAccess&, const detect::PastAccess& dropped) override {
    constexpr std::uint32_t most = 1u << 18;
    if (dropped.kind & (detect::access_atomic | detect::access_free) || g.covered.size() >= most) return;
    const std::uint64_t key = (word * 0x9e3779b97f4a7c15ULL ^ dropped.pc * 0xc2b2ae3d27d4eb4fULL) | 1;
    g.covered.get(key) = {word, dropped.pc};
  }
};

void check(Thread& me, std::uint64_t address, std::uint64_t size, std::uint8_t kind, std::uint64_t pc) {
  if (g.alone || (g.flags & flag_no_races)) return;
  detect::PastAccess access;
  access.thread = me.ordinal;
  access.kind = kind;
  access.stack = me.stack;
  access.lockset = me.lockset;
  access.pc = pc;
  Sink sink;
  if (kind & detect::access_free)
    g.races.release_memory(address, size, access, sink);
  else
    g.races.access(address, size, access, sink);
}

bool is_point(std::uint64_t pc) {
  if (g.flags & flag_all_points) return true;
  const std::uint64_t bit = (pc * 0x9e3779b97f4a7c15ULL) >> 48;
  return (g.point_filter[bit >> 3] >> (bit & 7) & 1) && g.points.find(pc);
}

std::uint64_t value_at(std::uint64_t address, std::uint64_t size) {
  std::uint64_t value = 0;
  std::memcpy(&value, reinterpret_cast<const void*>(address), size < 8 ? size : 8);
  return value;
}

} // namespace

void access(Thread& me, std::uint64_t address, std::uint64_t size, bool write, std::uint64_t pc) {
  constexpr std::uint32_t long_silence =
      20'000; // plain accesses without a point while others could run: a spin, or nearly
  if (g.live > 1 && is_point(pc)) {
    Pending pending;
    pending.op = write ? Op::plain_write : Op::plain_read;
    pending.ordinal = memory_ordinal(address, pending.op, me);
    pending.pc = pc;
    point(me, pending);
    if (write)
      note_change(me);
    else
      note_read(me, pc, address, value_at(address, size));
  } else if (g.live > 1 && ++me.plain_count > long_silence) {
    point(me, Op::yield, nullptr, pc);
    note_yield(me);
  }
  if (write) g.quiet = 0;
  if (g.flags & flag_survey) survey_access(me, address, size, write, pc);
  if (write && (g.flags & flag_weak_memory)) g.weak.forget(address, size);
  check(me, address, size, write ? detect::access_write : detect::access_read, pc);
}

void access_atomic(Thread& me, std::uint64_t address, std::uint64_t size, bool write, std::uint64_t pc) {
  const unsigned kind = detect::access_atomic | (write ? detect::access_write : detect::access_read);
  check(me, address, size, static_cast<std::uint8_t>(kind), pc);
}

void freed(Thread& me, std::uint64_t address, std::uint64_t size, std::uint64_t pc) {
  if (g.flags & flag_survey) survey_forget(address, size);
  check(me, address, size, detect::access_free, pc);
}

} // namespace burler::runtime
