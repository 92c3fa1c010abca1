// Device math on the host: CUDA Math API names that <cmath> lacks. CPU arithmetic: last bits differ from a GPU.
#pragma once
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <math.h>

#define BURLER_M static inline __attribute__((always_inline, unused))
// glibc declares these reserved names itself, so they are replaced as macros.
#define __expf(x) (::expf(x))
#define __exp10f(x) (::powf(10.0f, (x)))
#define __logf(x) (::logf(x))
#define __log2f(x) (::log2f(x))
#define __log10f(x) (::log10f(x))
#define __powf(x, y) (::powf((x), (y)))
#define __sinf(x) (::sinf(x))
#define __cosf(x) (::cosf(x))
#define __tanf(x) (::tanf(x))
#define __sincosf(x, s, c) (::sincosf((x), (s), (c)))
BURLER_M float __fdividef(float a, float b) { return a / b; }
BURLER_M float fdividef(float a, float b) { return a / b; }
BURLER_M float __saturatef(float x) { return x < 0.0f ? 0.0f : x > 1.0f ? 1.0f : x == x ? x : 0.0f; }
BURLER_M float rsqrtf(float x) { return 1.0f / ::sqrtf(x); }
BURLER_M double rsqrt(double x) { return 1.0 / ::sqrt(x); }
BURLER_M float rcbrtf(float x) { return 1.0f / ::cbrtf(x); }
BURLER_M float normcdff(float x) { return 0.5f * ::erfcf(-x * 0.70710678118654752f); }
BURLER_M float sinpif(float x) { return ::sinf(x * 3.14159265358979f); }
BURLER_M float cospif(float x) { return ::cosf(x * 3.14159265358979f); }
BURLER_M float norm3df(float a, float b, float c) { return ::sqrtf(a * a + b * b + c * c); }
BURLER_M float rnorm3df(float a, float b, float c) { return 1.0f / norm3df(a, b, c); }
#define BURLER_ROUNDED(R)                                                                                    \
  BURLER_M float __fadd_##R(float a, float b) { return a + b; }                                              \
  BURLER_M float __fsub_##R(float a, float b) { return a - b; }                                              \
  BURLER_M float __fmul_##R(float a, float b) { return a * b; }                                              \
  BURLER_M float __fdiv_##R(float a, float b) { return a / b; }                                              \
  BURLER_M float __frcp_##R(float a) { return 1.0f / a; }                                                    \
  BURLER_M float __fsqrt_##R(float a) { return ::sqrtf(a); }                                                 \
  BURLER_M float __fmaf_##R(float a, float b, float c) { return ::fmaf(a, b, c); }                           \
  BURLER_M double __dadd_##R(double a, double b) { return a + b; }                                           \
  BURLER_M double __dmul_##R(double a, double b) { return a * b; }                                           \
  BURLER_M double __ddiv_##R(double a, double b) { return a / b; }                                           \
  BURLER_M double __drcp_##R(double a) { return 1.0 / a; }                                                   \
  BURLER_M double __fma_##R(double a, double b, double c) { return ::fma(a, b, c); }                         \
  BURLER_M float __int2float_##R(int x) { return (float)x; }                                                 \
  BURLER_M float __uint2float_##R(unsigned x) { return (float)x; }                                           \
  BURLER_M float __double2float_##R(double x) { return (float)x; }
BURLER_ROUNDED(rn)
BURLER_ROUNDED(rz)
BURLER_ROUNDED(ru)
BURLER_ROUNDED(rd)
#undef BURLER_ROUNDED
BURLER_M float __frsqrt_rn(float a) { return 1.0f / ::sqrtf(a); }
BURLER_M int __float2int_rn(float x) { return (int)::nearbyintf(x); }
BURLER_M int __float2int_rz(float x) { return (int)x; }
BURLER_M int __float2int_ru(float x) { return (int)::ceilf(x); }
BURLER_M int __float2int_rd(float x) { return (int)::floorf(x); }
BURLER_M unsigned __float2uint_rn(float x) { return (unsigned)::nearbyintf(x); }
BURLER_M unsigned __float2uint_rz(float x) { return (unsigned)x; }
BURLER_M int __double2int_rn(double x) { return (int)::nearbyint(x); }
BURLER_M int __double2int_rz(double x) { return (int)x; }

template <class To, class From> BURLER_M To burler_cast(From from) {
  To to;
  static_assert(sizeof(To) == sizeof(From), "a bit cast keeps the size");
  __builtin_memcpy(&to, &from, sizeof(To));
  return to;
}
BURLER_M float __int_as_float(int x) { return burler_cast<float>(x); }
BURLER_M int __float_as_int(float x) { return burler_cast<int>(x); }
BURLER_M float __uint_as_float(unsigned x) { return burler_cast<float>(x); }
BURLER_M unsigned __float_as_uint(float x) { return burler_cast<unsigned>(x); }
BURLER_M double __longlong_as_double(long long x) { return burler_cast<double>(x); }
BURLER_M long long __double_as_longlong(double x) { return burler_cast<long long>(x); }
BURLER_M double __hiloint2double(int hi, int lo) {
  return burler_cast<double>((unsigned long long)(unsigned)hi << 32 | (unsigned)lo);
}

BURLER_M int __popc(unsigned x) { return __builtin_popcount(x); }
BURLER_M int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
BURLER_M int __clz(int x) { return x == 0 ? 32 : __builtin_clz((unsigned)x); }
BURLER_M int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll((unsigned long long)x); }
BURLER_M int __ffs(int x) { return __builtin_ffs(x); }
BURLER_M int __ffsll(long long x) { return __builtin_ffsll(x); }
BURLER_M unsigned __brev(unsigned x) {
  unsigned r = 0;
  for (int i = 0; i < 32; i++) r |= (x >> i & 1u) << (31 - i);
  return r;
}
BURLER_M int __mul24(int a, int b) { return a * b; }
BURLER_M unsigned __umul24(unsigned a, unsigned b) { return a * b; }
BURLER_M int __mulhi(int a, int b) { return (int)((long long)a * b >> 32); }
BURLER_M unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)((unsigned long long)a * b >> 32); }
BURLER_M unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return (unsigned long long)((unsigned __int128)a * b >> 64);
}
BURLER_M unsigned __sad(int a, int b, unsigned c) { return (unsigned)(a > b ? a - b : b - a) + c; }
BURLER_M unsigned __funnelshift_l(unsigned lo, unsigned hi, unsigned s) {
  return (unsigned)((((unsigned long long)hi << 32 | lo) << (s & 31)) >> 32);
}
BURLER_M unsigned __funnelshift_r(unsigned lo, unsigned hi, unsigned s) {
  return (unsigned)(((unsigned long long)hi << 32 | lo) >> (s & 31));
}
BURLER_M unsigned __byte_perm(unsigned a, unsigned b, unsigned s) {
  const unsigned long long both = (unsigned long long)b << 32 | a;
  unsigned r = 0;
  for (int i = 0; i < 4; i++) r |= (unsigned)(both >> (8 * (s >> (4 * i) & 7u)) & 0xffu) << (8 * i);
  return r;
}
BURLER_M int __dp4a(int a, int b, int c) {
  for (int i = 0; i < 4; i++) c += (int)(signed char)(a >> (8 * i)) * (int)(signed char)(b >> (8 * i));
  return c;
}
BURLER_M void __assume(bool c) {
  if (!c) __builtin_unreachable();
}

#define BURLER_MINMAX(T)                                                                                     \
  BURLER_M T min(T a, T b) { return b < a ? b : a; }                                                         \
  BURLER_M T max(T a, T b) { return a < b ? b : a; }
BURLER_MINMAX(int)
BURLER_MINMAX(unsigned)
BURLER_MINMAX(long)
BURLER_MINMAX(unsigned long)
BURLER_MINMAX(long long)
BURLER_MINMAX(unsigned long long)
#undef BURLER_MINMAX
BURLER_M float min(float a, float b) { return ::fminf(a, b); }
BURLER_M float max(float a, float b) { return ::fmaxf(a, b); }
BURLER_M double min(double a, double b) { return ::fmin(a, b); }
BURLER_M double max(double a, double b) { return ::fmax(a, b); }
BURLER_M double min(float a, double b) { return ::fmin(a, b); }
BURLER_M double min(double a, float b) { return ::fmin(a, b); }
BURLER_M double max(float a, double b) { return ::fmax(a, b); }
BURLER_M double max(double a, float b) { return ::fmax(a, b); }
BURLER_M unsigned min(int a, unsigned b) { return min((unsigned)a, b); }
BURLER_M unsigned min(unsigned a, int b) { return min(a, (unsigned)b); }
BURLER_M unsigned max(int a, unsigned b) { return max((unsigned)a, b); }
BURLER_M unsigned max(unsigned a, int b) { return max(a, (unsigned)b); }
BURLER_M unsigned umin(unsigned a, unsigned b) { return min(a, b); }
BURLER_M unsigned umax(unsigned a, unsigned b) { return max(a, b); }
BURLER_M long long llmin(long long a, long long b) { return min(a, b); }
BURLER_M long long llmax(long long a, long long b) { return max(a, b); }
