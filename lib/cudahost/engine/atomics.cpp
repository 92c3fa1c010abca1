// CUDA atomics, fences, and the __atomic_* calls that -fsanitize=thread makes of C++ atomics.
#include "cudahost/engine/detector.h"
#include "cudahost/engine/synchronise.h"
#include "cudahost/include/burler_cuda/small_float.h"

#include <cstring>
#include <ctime>

namespace burler::cudahost {

namespace {

using Bits = unsigned long long;

template <typename T> T from_bits(Bits bits) {
  T value;
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}
template <typename T> Bits to_bits(T value) {
  Bits bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  return bits;
}

template <typename T> T combine_integer(int op, T old, T a, T b) {
  switch (op) {
  case burler_atomic_and:
    return static_cast<T>(old & a);
  case burler_atomic_or:
    return static_cast<T>(old | a);
  case burler_atomic_xor:
    return static_cast<T>(old ^ a);
  case burler_atomic_inc:
    return old >= a ? T(0) : static_cast<T>(old + 1);
  case burler_atomic_dec:
    return old == 0 || old > a ? a : static_cast<T>(old - 1);
  case burler_atomic_compare:
    return old == a ? b : old;
  default:
    return old;
  }
}

template <typename T> Bits apply(int op, void* p, Bits a_bits, Bits b_bits) {
  T old;
  std::memcpy(&old, p, sizeof(T));
  const T a = from_bits<T>(a_bits), b = from_bits<T>(b_bits);
  T result = old;
  switch (op) {
  case burler_atomic_add:
    result = static_cast<T>(old + a);
    break;
  case burler_atomic_min:
    result = a < old ? a : old;
    break;
  case burler_atomic_max:
    result = old < a ? a : old;
    break;
  case burler_atomic_exchange:
  case burler_atomic_store:
    result = a;
    break;
  default:
    if constexpr (!std::is_floating_point_v<T>) result = combine_integer<T>(op, old, a, b);
  }
  if (op != burler_atomic_load) std::memcpy(p, &result, sizeof(T));
  return to_bits(old);
}

using Widen = float (*)(std::uint16_t);
using Narrow = std::uint16_t (*)(float);

Bits apply_small(int op, void* p, Bits a, Widen widen, Narrow narrow, int parts) {
  std::uint16_t old[2] = {}, add[2] = {}, result[2] = {};
  std::memcpy(old, p, 2 * static_cast<std::size_t>(parts));
  std::memcpy(add, &a, sizeof(add));
  for (int i = 0; i < parts; i++)
    result[i] = op == burler_atomic_add ? narrow(widen(old[i]) + widen(add[i])) : add[i];
  std::memcpy(p, result, 2 * static_cast<std::size_t>(parts));
  return to_bits(old);
}

constexpr unsigned type_size[] = {4, 4, 8, 8, 4, 8, 2, 2, 2, 4, 4, 1};

Bits dispatch(int op, int type, void* p, Bits a, Bits b) {
  using namespace burlercuda;
  switch (type) {
  case burler_type_i32:
    return apply<std::int32_t>(op, p, a, b);
  case burler_type_u32:
    return apply<std::uint32_t>(op, p, a, b);
  case burler_type_i64:
    return apply<std::int64_t>(op, p, a, b);
  case burler_type_u64:
    return apply<std::uint64_t>(op, p, a, b);
  case burler_type_f32:
    return apply<float>(op, p, a, b);
  case burler_type_f64:
    return apply<double>(op, p, a, b);
  case burler_type_u16:
    return apply<std::uint16_t>(op, p, a, b);
  case burler_type_u8:
    return apply<std::uint8_t>(op, p, a, b);
  case burler_type_f16:
    return apply_small(op, p, a, half_to_float, float_to_half, 1);
  case burler_type_f16x2:
    return apply_small(op, p, a, half_to_float, float_to_half, 2);
  case burler_type_bf16:
    return apply_small(op, p, a, bf16_to_float, float_to_bf16, 1);
  default:
    return apply_small(op, p, a, bf16_to_float, float_to_bf16, 2);
  }
}

/// Judges an atomic access by the running CUDA thread and records what it releases and acquires.
void before_atomic(void* p, unsigned size, bool reads, bool writes, int scope, bool release_order,
                   std::uint32_t pc) {
  AccessKind kind;
  kind.write = writes;
  kind.atomic = true;
  kind.block_scope = scope == burler_scope_block;
  const auto address = reinterpret_cast<std::uintptr_t>(p);
  judge(address, size, kind, pc);
  if (self == nullptr || !results_open()) return;
  synchronise(*self, address, reads, writes, kind.block_scope, release_order);
}

void after_atomic() {
  if (self != nullptr && ++self->polls > 256) yield_to_others();
}

} // namespace

void synchronise_volatile(std::uintptr_t address, bool write) {
  if (self != nullptr && results_open()) synchronise(*self, address, !write, write, false, false);
}

} // namespace burler::cudahost

using namespace burler::cudahost; // NOLINT
#define BURLER_PC static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)))

extern "C" unsigned long long burler_atomic(int op, int type, void* p, unsigned long long a,
                                            unsigned long long b, int scope) {
  before_atomic(p, type_size[type], op != burler_atomic_store, op != burler_atomic_load, scope, false,
                BURLER_PC);
  const Bits old = dispatch(op, type, p, a, b);
  after_atomic();
  return old;
}

extern "C" void burler_fence(int scope) {
  if (self == nullptr) return;
  settle_pending(*self);
  if (scope > self->fence) self->fence = scope;
}

extern "C" long long burler_clock() {
  static long long ticks = 0; // repeatable: a counter, not a clock
  ticks += 100;
  if (self != nullptr && ++self->polls > 256) yield_to_others();
  return ticks;
}

extern "C" void burler_sleep() {
  if (self != nullptr) yield_to_others();
}

// C++ memory orders as the sanitizer interface numbers them: relaxed, consume, acquire, release, acq_rel,
// seq_cst.
namespace {
bool releases(int order) { return order >= 3; }

template <typename T> struct Host {
  static T load(volatile T* p, int order, std::uint32_t pc) {
    before_atomic(const_cast<T*>(p), sizeof(T), true, false, burler_scope_system, false, pc);
    (void)order;
    const T value = __atomic_load_n(p, __ATOMIC_SEQ_CST);
    after_atomic();
    return value;
  }
  static void store(volatile T* p, T value, int order, std::uint32_t pc) {
    before_atomic(const_cast<T*>(p), sizeof(T), false, true, burler_scope_system, releases(order), pc);
    __atomic_store_n(p, value, __ATOMIC_SEQ_CST);
  }
  template <typename F> static T update(volatile T* p, int order, std::uint32_t pc, F&& f) {
    before_atomic(const_cast<T*>(p), sizeof(T), true, true, burler_scope_system, releases(order), pc);
    const T old = f();
    after_atomic();
    return old;
  }
};
} // namespace

#define BURLER_RMW(N, T, NAME, BUILTIN)                                                                      \
  T __tsan_atomic##N##_##NAME(volatile T* p, T v, int order) {                                               \
    return Host<T>::update(p, order, BURLER_PC, [&] { return BUILTIN(p, v, __ATOMIC_SEQ_CST); });            \
  }
#define BURLER_ATOMICS(N, T)                                                                                 \
  T __tsan_atomic##N##_load(const volatile T* p, int o) {                                                    \
    return Host<T>::load(const_cast<volatile T*>(p), o, BURLER_PC);                                          \
  }                                                                                                          \
  void __tsan_atomic##N##_store(volatile T* p, T v, int o) { Host<T>::store(p, v, o, BURLER_PC); }           \
  BURLER_RMW(N, T, exchange, __atomic_exchange_n)                                                            \
  BURLER_RMW(N, T, fetch_add, __atomic_fetch_add)                                                            \
  BURLER_RMW(N, T, fetch_sub, __atomic_fetch_sub)                                                            \
  BURLER_RMW(N, T, fetch_and, __atomic_fetch_and)                                                            \
  BURLER_RMW(N, T, fetch_or, __atomic_fetch_or)                                                              \
  BURLER_RMW(N, T, fetch_xor, __atomic_fetch_xor)                                                            \
  BURLER_RMW(N, T, fetch_nand, __atomic_fetch_nand)                                                          \
  int __tsan_atomic##N##_compare_exchange_strong(volatile T* p, T* c, T v, int o, int) {                     \
    int done = 0;                                                                                            \
    Host<T>::update(p, o, BURLER_PC, [&] {                                                                   \
      done = __atomic_compare_exchange_n(p, c, v, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);                \
      return *c;                                                                                             \
    });                                                                                                      \
    return done;                                                                                             \
  }                                                                                                          \
  int __tsan_atomic##N##_compare_exchange_weak(volatile T* p, T* c, T v, int o, int f) {                     \
    return __tsan_atomic##N##_compare_exchange_strong(p, c, v, o, f);                                        \
  }                                                                                                          \
  T __tsan_atomic##N##_compare_exchange_val(volatile T* p, T c, T v, int o, int f) {                         \
    __tsan_atomic##N##_compare_exchange_strong(p, &c, v, o, f);                                              \
    return c;                                                                                                \
  }

extern "C" {
BURLER_ATOMICS(8, unsigned char)
BURLER_ATOMICS(16, unsigned short)
BURLER_ATOMICS(32, unsigned)
BURLER_ATOMICS(64, unsigned long)
void __tsan_atomic_thread_fence(int) {
  if (self != nullptr)
    burler_fence(burler_scope_system);
  else
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
void __tsan_atomic_signal_fence(int) {}
}
