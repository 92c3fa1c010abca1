// __tsan_atomic*: each operation is one schedule point; under the token it is an ordinary read or write.
#include "runtime/accesses.h"
#include "runtime/fault.h"
#include "runtime/real.h"
#include "runtime/stale_reads.h"

using namespace burler;
using namespace burler::runtime;

namespace {

using U8 = unsigned char;
using U16 = unsigned short;
using U32 = unsigned;
using U64 = unsigned long;
using U128 = unsigned __int128;

/// The numbers of __ATOMIC_*; hints in the upper bits are dropped.
MemoryOrder order_of(int mo) {
  switch (mo & 0xffff) {
  case 0:
    return MemoryOrder::relaxed;
  case 1:
  case 2:
    return MemoryOrder::acquire;
  case 3:
    return MemoryOrder::release;
  case 4:
    return MemoryOrder::acq_rel;
  default:
    return MemoryOrder::seq_cst;
  }
}

void stop(Thread& me, Op op, const volatile void* a, std::uint64_t pc, int mo = 0) {
  Pending pending;
  pending.order = order_of(mo);
  pending.op = op;
  pending.ordinal = g.live > 1 ? memory_ordinal(reinterpret_cast<std::uint64_t>(a), op, me) : 0;
  pending.pc = pc;
  point(me, pending);
}

template <typename T> T load(const volatile T* a, int mo, std::uint64_t pc) {
  Entry me;
  if (me) stop(*me, Op::atomic_load, a, pc, mo);
  T value;
  if constexpr (sizeof(T) == 16)
    value = me ? *a : __sync_val_compare_and_swap(const_cast<volatile T*>(a), T{0}, T{0});
  else
    value = __atomic_load_n(a, __ATOMIC_SEQ_CST);
  if (!me) return value;
  const auto address = reinterpret_cast<std::uint64_t>(a);
  if (!g.alone) {
    if (stale_reads())
      value = static_cast<T>(stale_load(*me, {address, sizeof(T), value}, order_of(mo)));
    else
      g.races.atomic_load(me->ordinal, address, order_of(mo));
    access_atomic(*me, address, sizeof(T), false, pc);
  }
  note_read(*me, pc, address, static_cast<std::uint64_t>(value));
  return value;
}

/// update() where older values may be read.
template <typename T, typename F>
T stale_update(Thread& me, volatile T* a, Op op, MemoryOrder order, std::uint64_t pc, F change) {
  const detect::WeakMemory::Place place{reinterpret_cast<std::uint64_t>(a), sizeof(T), *a};
  T old = *a, fresh = 0;
  bool last = false;
  if (op == Op::atomic_store) {
    fresh = change(old);
    last = stale_store(me, place, order, fresh);
  } else {
    const std::uint32_t position = stale_choice(me, place, order, nullptr);
    old = static_cast<T>(g.weak.value_at(place, position));
    fresh = change(old);
    last = stale_change(me, place, position, order, fresh);
  }
  if (last) *a = fresh;
  if (fresh != old || !last)
    note_change(me);
  else
    note_read(me, pc, place.address, static_cast<std::uint64_t>(old));
  return old;
}

/// Replaces the value by change(old), as one step; returns the old value.
template <typename T, typename F> T update(volatile T* a, Op op, int mo, std::uint64_t pc, F change) {
  Entry me;
  if (!me) {
    for (;;) {
      T old = *a;
      if (__sync_bool_compare_and_swap(a, old, change(old))) return old;
    }
  }
  stop(*me, op, a, pc);
  const auto address = reinterpret_cast<std::uint64_t>(a);
  if (!g.alone) access_atomic(*me, address, sizeof(T), true, pc);
  if (stale_reads()) return stale_update(*me, a, op, order_of(mo), pc, change);
  const T old = *a;
  const T fresh = change(old);
  *a = fresh;
  if (!g.alone) {
    if (op == Op::atomic_store)
      g.races.atomic_store(me->ordinal, address, order_of(mo));
    else
      g.races.atomic_update(me->ordinal, address, order_of(mo));
  }
  if (fresh != old)
    note_change(*me);
  else
    note_read(*me, pc, address, static_cast<std::uint64_t>(old));
  return old;
}

template <typename T>
bool exchange_if(volatile T* a, T* expected, T desired, int mo, int failure, bool weak, std::uint64_t pc) {
  Entry me;
  if (!me) {
    const T old = __sync_val_compare_and_swap(a, *expected, desired);
    const bool done = old == *expected;
    *expected = old;
    return done;
  }
  stop(*me, Op::atomic_cas, a, pc);
  T old = *a;
  detect::WeakMemory::Place place{reinterpret_cast<std::uint64_t>(a), sizeof(T), old};
  std::uint32_t position = 0;
  if (stale_reads()) {
    const StoredValue wanted = *expected;
    position = stale_choice(*me, place, order_of(mo), &wanted);
    old = static_cast<T>(g.weak.value_at(place, position));
  }
  // Clang emits one entry for both kinds, which tells of a failure by another value: there is no weak one.
  const bool spurious =
      weak && old == *expected && g.live > 1 && fault(*me, sched::Fault::weak_cas, pc, 1, true) != 0;
  const bool done = old == *expected && !spurious;
  const std::uint64_t address = place.address;
  if (!done) g.last_step->flags |= sched::step_failed;
  if (spurious) g.last_step->flags |= sched::step_fault;
  if (!g.alone) access_atomic(*me, address, sizeof(T), done, pc);
  if (stale_reads()) {
    if (!done)
      g.weak.read(me->ordinal, place, position, order_of(failure));
    else if (stale_change(*me, place, position, order_of(mo), desired))
      *a = desired;
  } else if (done) {
    *a = desired;
    if (!g.alone) g.races.atomic_update(me->ordinal, address, order_of(mo));
  } else if (!g.alone) {
    g.races.atomic_load(me->ordinal, address, order_of(failure));
  }
  *expected = old;
  if (done && desired != old)
    note_change(*me);
  else
    note_read(*me, pc, address, static_cast<std::uint64_t>(old));
  return done;
}

} // namespace

#define BURLER_FETCH(bits, name, expression)                                                                 \
  BURLER_EXPORT U##bits __tsan_atomic##bits##_##name(volatile U##bits* a, U##bits v, int mo) {               \
    return update(a, Op::atomic_rmw, mo, BURLER_PC(),                                                        \
                  [v](U##bits old) { return (void)old, static_cast<U##bits>(expression); });                 \
  }
#define BURLER_ATOMIC(bits)                                                                                  \
  BURLER_EXPORT U##bits __tsan_atomic##bits##_load(const volatile U##bits* a, int mo) {                      \
    return load(a, mo, BURLER_PC());                                                                         \
  }                                                                                                          \
  BURLER_EXPORT void __tsan_atomic##bits##_store(volatile U##bits* a, U##bits v, int mo) {                   \
    update(a, Op::atomic_store, mo, BURLER_PC(), [v](U##bits) { return v; });                                \
  }                                                                                                          \
  BURLER_FETCH(bits, exchange, v)                                                                            \
  BURLER_FETCH(bits, fetch_add, old + v)                                                                     \
  BURLER_FETCH(bits, fetch_sub, old - v)                                                                     \
  BURLER_FETCH(bits, fetch_and, old& v)                                                                      \
  BURLER_FETCH(bits, fetch_or, old | v)                                                                      \
  BURLER_FETCH(bits, fetch_xor, old ^ v)                                                                     \
  BURLER_FETCH(bits, fetch_nand, ~(old & v))                                                                 \
  BURLER_EXPORT int __tsan_atomic##bits##_compare_exchange_strong(volatile U##bits* a, U##bits* expected,    \
                                                                  U##bits v, int mo, int failure) {          \
    return exchange_if(a, expected, v, mo, failure, false, BURLER_PC());                                     \
  }                                                                                                          \
  BURLER_EXPORT int __tsan_atomic##bits##_compare_exchange_weak(volatile U##bits* a, U##bits* expected,      \
                                                                U##bits v, int mo, int failure) {            \
    return exchange_if(a, expected, v, mo, failure, true, BURLER_PC());                                      \
  }                                                                                                          \
  BURLER_EXPORT U##bits __tsan_atomic##bits##_compare_exchange_val(volatile U##bits* a, U##bits expected,    \
                                                                   U##bits v, int mo, int failure) {         \
    exchange_if(a, &expected, v, mo, failure, false, BURLER_PC());                                           \
    return expected;                                                                                         \
  }
BURLER_ATOMIC(8)
BURLER_ATOMIC(16)
BURLER_ATOMIC(32)
BURLER_ATOMIC(64)
BURLER_ATOMIC(128)

BURLER_EXPORT void __tsan_atomic_thread_fence(int mo) {
  Entry me;
  if (!me) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return;
  }
  point(*me, Op::fence, nullptr, BURLER_PC());
  if (stale_reads())
    g.weak.fence(me->ordinal, order_of(mo));
  else if (!g.alone)
    g.races.fence(me->ordinal, order_of(mo));
}
BURLER_EXPORT void __tsan_atomic_signal_fence(int) {}
