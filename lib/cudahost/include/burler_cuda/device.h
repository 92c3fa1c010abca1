// Device-side built-ins: index variables, barriers, warp operations, atomics, fences, cached loads.
// Semantics: CUDA C++ Programming Guide, chapter "C++ Language Extensions".
#pragma once
#include "abi.h"
#include <cstring>
#include <type_traits>

#define BURLER_DEV static inline __attribute__((always_inline, unused))
#define BURLER_AT const char *burler_file = __builtin_FILE(), int burler_line = __builtin_LINE()

#ifdef __clang__
#define BURLER_INDEX(NAME, CALL)                                                                             \
  struct burler_##NAME##_t {                                                                                 \
    __declspec(property(get = get_x)) unsigned x;                                                            \
    __declspec(property(get = get_y)) unsigned y;                                                            \
    __declspec(property(get = get_z)) unsigned z;                                                            \
    __attribute__((always_inline)) unsigned get_x() const { return CALL##_x(); }                             \
    __attribute__((always_inline)) unsigned get_y() const { return CALL##_y(); }                             \
    __attribute__((always_inline)) unsigned get_z() const { return CALL##_z(); }                             \
    __attribute__((always_inline)) operator dim3() const { return dim3(CALL##_x(), CALL##_y(), CALL##_z()); }\
    __attribute__((always_inline)) operator uint3() const { return uint3{CALL##_x(), CALL##_y(), CALL##_z()}; } \
  };                                                                                                         \
  static const burler_##NAME##_t NAME __attribute__((unused)) = {};
BURLER_INDEX(threadIdx, burler_thread)
BURLER_INDEX(blockIdx, burler_block)
BURLER_INDEX(blockDim, burler_block_dim)
BURLER_INDEX(gridDim, burler_grid_dim)
#undef BURLER_INDEX
#else
// GCC has no properties: plain variables that the engine sets when it switches threads.
extern __thread uint3 threadIdx;
extern __thread uint3 blockIdx;
extern __thread uint3 blockDim;
extern __thread uint3 gridDim;
#endif
static const int warpSize __attribute__((unused)) = 32;

// ---- barriers and fences ----
BURLER_DEV void __syncthreads(BURLER_AT) { burler_syncthreads(0, 0, burler_file, burler_line); }
BURLER_DEV int __syncthreads_count(int p, BURLER_AT) { return burler_syncthreads(1, p, burler_file, burler_line); }
BURLER_DEV int __syncthreads_and(int p, BURLER_AT) { return burler_syncthreads(2, p, burler_file, burler_line); }
BURLER_DEV int __syncthreads_or(int p, BURLER_AT) { return burler_syncthreads(3, p, burler_file, burler_line); }
BURLER_DEV void __barrier_sync(unsigned, BURLER_AT) { burler_syncthreads(0, 0, burler_file, burler_line); }
BURLER_DEV void __syncwarp(unsigned mask = 0xffffffffu) { burler_warp(burler_warp_sync, mask, nullptr, nullptr, 0, -1); }
BURLER_DEV void __threadfence_block() { burler_fence(burler_scope_block); }
BURLER_DEV void __threadfence() { burler_fence(burler_scope_device); }
BURLER_DEV void __threadfence_system() { burler_fence(burler_scope_system); }

// ---- warp operations ----
template <class T> BURLER_DEV T burler_shuffle(unsigned mask, T value, int source) {
  static_assert(std::is_trivially_copyable<T>::value, "a shuffle moves bytes");
  T out = value;
  burler_warp(burler_warp_shuffle, mask, &value, &out, sizeof(T), source);
  return out;
}
template <class T> BURLER_DEV T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
  const int lane = (int)burler_lane();
  return burler_shuffle(mask, value, (lane & ~(width - 1)) | (source & (width - 1)));
}
template <class T> BURLER_DEV T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32) {
  const int lane = (int)burler_lane(), source = lane - (int)delta;
  return burler_shuffle(mask, value, source < (lane & ~(width - 1)) ? lane : source);
}
template <class T> BURLER_DEV T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32) {
  const int lane = (int)burler_lane(), source = lane + (int)delta;
  return burler_shuffle(mask, value, source > (lane | (width - 1)) ? lane : source);
}
template <class T> BURLER_DEV T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32) {
  const int lane = (int)burler_lane(), source = lane ^ bits;
  return burler_shuffle(mask, value, source > (lane | (width - 1)) ? lane : source);
}
BURLER_DEV unsigned __ballot_sync(unsigned mask, int predicate) {
  unsigned char mine = predicate != 0, all[32] = {};
  const unsigned lanes = burler_warp(burler_warp_vote, mask, &mine, all, 1, -1);
  unsigned result = 0;
  for (unsigned i = 0; i < 32; i++) result |= (lanes >> i & all[i] & 1u) << i;
  return result;
}
BURLER_DEV int __any_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }
BURLER_DEV int __all_sync(unsigned mask, int predicate) { return __ballot_sync(mask, !predicate) == 0; }
BURLER_DEV int __uni_sync(unsigned mask, int predicate) {
  return __all_sync(mask, predicate) | __all_sync(mask, !predicate);
}
BURLER_DEV unsigned __activemask() { return burler_warp(burler_warp_active, 0, nullptr, nullptr, 0, -1); }
BURLER_DEV unsigned __lanemask_lt() { return (1u << burler_lane()) - 1u; }
template <class T> BURLER_DEV unsigned __match_any_sync(unsigned mask, T value) {
  T all[32];
  const unsigned lanes = burler_warp(burler_warp_match, mask, &value, all, sizeof(T), -1);
  unsigned result = 0;
  for (unsigned i = 0; i < 32; i++)
    if (lanes >> i & 1u && std::memcmp(&all[i], &value, sizeof(T)) == 0) result |= 1u << i;
  return result;
}
template <class T> BURLER_DEV unsigned __match_all_sync(unsigned mask, T value, int* predicate) {
  T all[32];
  const unsigned lanes = burler_warp(burler_warp_match, mask, &value, all, sizeof(T), -1);
  bool same = true;
  for (unsigned i = 0; i < 32; i++) same = same && (!(lanes >> i & 1u) || std::memcmp(&all[i], &value, sizeof(T)) == 0);
  *predicate = same;
  return same ? lanes : 0;
}
template <class T, class F> BURLER_DEV T burler_reduce(unsigned mask, T value, F combine) {
  T all[32];
  const unsigned lanes = burler_warp(burler_warp_reduce, mask, &value, all, sizeof(T), -1);
  bool first = true;
  T result = value;
  for (unsigned i = 0; i < 32; i++) {
    if (!(lanes >> i & 1u)) continue;
    result = first ? all[i] : combine(result, all[i]);
    first = false;
  }
  return result;
}
#define BURLER_REDUCE(T)                                                                                     \
  BURLER_DEV T __reduce_add_sync(unsigned m, T v) { return burler_reduce(m, v, [](T a, T b) { return T(a + b); }); } \
  BURLER_DEV T __reduce_min_sync(unsigned m, T v) { return burler_reduce(m, v, [](T a, T b) { return b < a ? b : a; }); } \
  BURLER_DEV T __reduce_max_sync(unsigned m, T v) { return burler_reduce(m, v, [](T a, T b) { return a < b ? b : a; }); }
BURLER_REDUCE(int)
BURLER_REDUCE(unsigned)
#undef BURLER_REDUCE
BURLER_DEV unsigned __reduce_and_sync(unsigned m, unsigned v) { return burler_reduce(m, v, [](unsigned a, unsigned b) { return a & b; }); }
BURLER_DEV unsigned __reduce_or_sync(unsigned m, unsigned v) { return burler_reduce(m, v, [](unsigned a, unsigned b) { return a | b; }); }
BURLER_DEV unsigned __reduce_xor_sync(unsigned m, unsigned v) { return burler_reduce(m, v, [](unsigned a, unsigned b) { return a ^ b; }); }

// ---- atomics ----
template <class T> struct burler_type_of;
#define BURLER_TYPE(T, ID) template <> struct burler_type_of<T> { static constexpr int id = ID; };
BURLER_TYPE(int, burler_type_i32)
BURLER_TYPE(unsigned, burler_type_u32)
BURLER_TYPE(long, burler_type_i64)
BURLER_TYPE(unsigned long, burler_type_u64)
BURLER_TYPE(long long, burler_type_i64)
BURLER_TYPE(unsigned long long, burler_type_u64)
BURLER_TYPE(float, burler_type_f32)
BURLER_TYPE(double, burler_type_f64)
BURLER_TYPE(unsigned short, burler_type_u16)
BURLER_TYPE(short, burler_type_u16)
BURLER_TYPE(unsigned char, burler_type_u8)
template <class T> BURLER_DEV unsigned long long burler_bits(T value) {
  static_assert(sizeof(T) <= 8, "an atomic of at most 8 bytes");
  unsigned long long bits = 0;
  __builtin_memcpy(&bits, &value, sizeof(T));
  return bits;
}
template <class T> BURLER_DEV T burler_atomic_call(int op, T* p, T a, T b, int scope) {
  const unsigned long long bits =
      burler_atomic(op, burler_type_of<T>::id, (void*)p, burler_bits(a), burler_bits(b), scope);
  T out;
  __builtin_memcpy(&out, &bits, sizeof(T));
  return out;
}
#define BURLER_ATOMIC_SCOPED(T, NAME, OP)                                                                    \
  BURLER_DEV T NAME(T* p, T v) { return burler_atomic_call<T>(OP, p, v, v, burler_scope_device); }           \
  BURLER_DEV T NAME##_block(T* p, T v) { return burler_atomic_call<T>(OP, p, v, v, burler_scope_block); }    \
  BURLER_DEV T NAME##_system(T* p, T v) { return burler_atomic_call<T>(OP, p, v, v, burler_scope_system); }
#define BURLER_ATOMIC_SUB(T)                                                                                 \
  BURLER_DEV T atomicSub(T* p, T v) { return atomicAdd(p, static_cast<T>(0) - v); }                                       \
  BURLER_DEV T atomicSub_block(T* p, T v) { return atomicAdd_block(p, static_cast<T>(0) - v); }                           \
  BURLER_DEV T atomicSub_system(T* p, T v) { return atomicAdd_system(p, static_cast<T>(0) - v); }
#define BURLER_ATOMIC_CAS(T)                                                                                 \
  BURLER_DEV T atomicCAS(T* p, T c, T v) { return burler_atomic_call<T>(burler_atomic_compare, p, c, v, burler_scope_device); } \
  BURLER_DEV T atomicCAS_block(T* p, T c, T v) { return burler_atomic_call<T>(burler_atomic_compare, p, c, v, burler_scope_block); } \
  BURLER_DEV T atomicCAS_system(T* p, T c, T v) { return burler_atomic_call<T>(burler_atomic_compare, p, c, v, burler_scope_system); }
#define BURLER_ATOMIC_INTEGER(T)                                                                             \
  BURLER_ATOMIC_SCOPED(T, atomicAdd, burler_atomic_add)                                                      \
  BURLER_ATOMIC_SUB(T)                                                                                       \
  BURLER_ATOMIC_SCOPED(T, atomicMin, burler_atomic_min)                                                      \
  BURLER_ATOMIC_SCOPED(T, atomicMax, burler_atomic_max)                                                      \
  BURLER_ATOMIC_SCOPED(T, atomicAnd, burler_atomic_and)                                                      \
  BURLER_ATOMIC_SCOPED(T, atomicOr, burler_atomic_or)                                                        \
  BURLER_ATOMIC_SCOPED(T, atomicXor, burler_atomic_xor)                                                      \
  BURLER_ATOMIC_SCOPED(T, atomicExch, burler_atomic_exchange)                                                \
  BURLER_ATOMIC_CAS(T)
BURLER_ATOMIC_INTEGER(int)
BURLER_ATOMIC_INTEGER(unsigned)
BURLER_ATOMIC_INTEGER(long long)
BURLER_ATOMIC_INTEGER(unsigned long long)
BURLER_ATOMIC_INTEGER(unsigned long)
BURLER_ATOMIC_CAS(unsigned short)
BURLER_ATOMIC_SCOPED(unsigned, atomicInc, burler_atomic_inc)
BURLER_ATOMIC_SCOPED(unsigned, atomicDec, burler_atomic_dec)
BURLER_ATOMIC_SCOPED(float, atomicAdd, burler_atomic_add)
BURLER_ATOMIC_SCOPED(double, atomicAdd, burler_atomic_add)
BURLER_ATOMIC_SCOPED(float, atomicExch, burler_atomic_exchange)
BURLER_ATOMIC_SUB(float)
BURLER_DEV float2 atomicAdd(float2* p, float2 v) { return float2{atomicAdd(&p->x, v.x), atomicAdd(&p->y, v.y)}; }
BURLER_DEV float4 atomicAdd(float4* p, float4 v) {
  return float4{atomicAdd(&p->x, v.x), atomicAdd(&p->y, v.y), atomicAdd(&p->z, v.z), atomicAdd(&p->w, v.w)};
}
#undef BURLER_ATOMIC_INTEGER
#undef BURLER_ATOMIC_CAS
#undef BURLER_ATOMIC_SUB

// ---- cached loads and stores, address spaces, time ----
template <class T> BURLER_DEV T __ldg(const T* p) { return *p; }
template <class T> BURLER_DEV T __ldca(const T* p) { return *p; }
template <class T> BURLER_DEV T __ldcs(const T* p) { return *p; }
template <class T> BURLER_DEV T __ldcg(const T* p) { return *p; }
template <class T> BURLER_DEV T __ldlu(const T* p) { return *p; }
template <class T> BURLER_DEV T __ldcv(const T* p) { return *(const volatile T*)p; }
template <class T> BURLER_DEV void __stcs(T* p, T v) { *p = v; }
template <class T> BURLER_DEV void __stcg(T* p, T v) { *p = v; }
template <class T> BURLER_DEV void __stwb(T* p, T v) { *p = v; }
template <class T> BURLER_DEV void __stwt(T* p, T v) { *p = v; }
BURLER_DEV long long clock64() { return burler_clock(); }
BURLER_DEV void __nanosleep(unsigned) { burler_sleep(); }
BURLER_DEV void __trap() { burler_trap("__trap() was called"); }
BURLER_DEV void __brkpt() {}
BURLER_DEV void __prof_trigger(int) {}
