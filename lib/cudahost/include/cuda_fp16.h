// __half: 16-bit storage, arithmetic in float rounded after each operation (CUDA Math API names).
#pragma once
#include "burler_cuda/small_float.h"
#include "cuda_runtime.h"

#define BURLER_H static inline __attribute__((always_inline, unused))
struct __half_raw {
  unsigned short x;
};
struct alignas(2) __half {
  unsigned short __x;
  __half() = default;
  __attribute__((always_inline)) __half(__half_raw r) : __x(r.x) {}
  __attribute__((always_inline)) __half(float f) : __x(burlercuda::float_to_half(f)) {}
  __attribute__((always_inline)) __half(double f) : __x(burlercuda::float_to_half((float)f)) {}
  template <class I, class = std::enable_if_t<std::is_integral<I>::value>>
  __attribute__((always_inline)) __half(I i) : __x(burlercuda::float_to_half((float)i)) {}
  __attribute__((always_inline)) operator float() const { return burlercuda::half_to_float(__x); }
  __attribute__((always_inline)) operator __half_raw() const { return __half_raw{__x}; }
  __attribute__((always_inline)) __half& operator=(float f) {
    __x = burlercuda::float_to_half(f);
    return *this;
  }
};
struct alignas(4) __half2 {
  __half x, y;
  __half2() = default;
  __attribute__((always_inline)) __half2(__half a, __half b) : x(a), y(b) {}
};
BURLER_H float __half2float(__half a) { return (float)a; }
BURLER_H __half __float2half(float a) { return __half(a); }
BURLER_H __half __float2half_rn(float a) { return __half(a); }
BURLER_H __half __double2half(double a) { return __half(a); }
BURLER_H __half __int2half_rn(int a) { return __half((float)a); }
BURLER_H __half2 __float2half2_rn(float a) { return __half2(__half(a), __half(a)); }
BURLER_H __half2 __floats2half2_rn(float a, float b) { return __half2(__half(a), __half(b)); }
BURLER_H __half2 __float22half2_rn(float2 a) { return __half2(__half(a.x), __half(a.y)); }
BURLER_H float __low2float(__half2 a) { return (float)a.x; }
BURLER_H float __high2float(__half2 a) { return (float)a.y; }
BURLER_H __half __low2half(__half2 a) { return a.x; }
BURLER_H __half __high2half(__half2 a) { return a.y; }
BURLER_H float2 __half22float2(__half2 a) { return float2{(float)a.x, (float)a.y}; }
BURLER_H __half2 __half2half2(__half a) { return __half2(a, a); }
BURLER_H __half2 __halves2half2(__half a, __half b) { return __half2(a, b); }
BURLER_H __half2 make_half2(__half a, __half b) { return __half2(a, b); }
BURLER_H unsigned short __half_as_ushort(__half a) { return a.__x; }
BURLER_H __half __ushort_as_half(unsigned short a) { return __half_raw{a}; }
BURLER_H __half operator+(__half a, __half b) { return __half((float)a + (float)b); }
BURLER_H __half& operator+=(__half& a, __half b) { return a = a + b; }
BURLER_H __half2 operator+(__half2 a, __half2 b) { return __half2(a.x + b.x, a.y + b.y); }
BURLER_H __half2& operator+=(__half2& a, __half2 b) { return a = a + b; }
BURLER_H __half __hadd(__half a, __half b) { return a + b; }
BURLER_H __half2 __hadd2(__half2 a, __half2 b) { return a + b; }
BURLER_H __half operator-(__half a, __half b) { return __half((float)a - (float)b); }
BURLER_H __half& operator-=(__half& a, __half b) { return a = a - b; }
BURLER_H __half2 operator-(__half2 a, __half2 b) { return __half2(a.x - b.x, a.y - b.y); }
BURLER_H __half2& operator-=(__half2& a, __half2 b) { return a = a - b; }
BURLER_H __half __hsub(__half a, __half b) { return a - b; }
BURLER_H __half2 __hsub2(__half2 a, __half2 b) { return a - b; }
BURLER_H __half operator*(__half a, __half b) { return __half((float)a * (float)b); }
BURLER_H __half& operator*=(__half& a, __half b) { return a = a * b; }
BURLER_H __half2 operator*(__half2 a, __half2 b) { return __half2(a.x * b.x, a.y * b.y); }
BURLER_H __half2& operator*=(__half2& a, __half2 b) { return a = a * b; }
BURLER_H __half __hmul(__half a, __half b) { return a * b; }
BURLER_H __half2 __hmul2(__half2 a, __half2 b) { return a * b; }
BURLER_H __half operator/(__half a, __half b) { return __half((float)a / (float)b); }
BURLER_H __half& operator/=(__half& a, __half b) { return a = a / b; }
BURLER_H __half2 operator/(__half2 a, __half2 b) { return __half2(a.x / b.x, a.y / b.y); }
BURLER_H __half2& operator/=(__half2& a, __half2 b) { return a = a / b; }
BURLER_H __half __hdiv(__half a, __half b) { return a / b; }
BURLER_H __half2 __hdiv2(__half2 a, __half2 b) { return a / b; }
BURLER_H bool operator<(__half a, __half b) { return (float)a < (float)b; }
BURLER_H bool __hlt(__half a, __half b) { return a < b; }
BURLER_H bool operator>(__half a, __half b) { return (float)a > (float)b; }
BURLER_H bool __hgt(__half a, __half b) { return a > b; }
BURLER_H bool operator<=(__half a, __half b) { return (float)a <= (float)b; }
BURLER_H bool __hle(__half a, __half b) { return a <= b; }
BURLER_H bool operator>=(__half a, __half b) { return (float)a >= (float)b; }
BURLER_H bool __hge(__half a, __half b) { return a >= b; }
BURLER_H bool operator==(__half a, __half b) { return (float)a == (float)b; }
BURLER_H bool __heq(__half a, __half b) { return a == b; }
BURLER_H bool operator!=(__half a, __half b) { return (float)a != (float)b; }
BURLER_H bool __hne(__half a, __half b) { return a != b; }
BURLER_H __half operator-(__half a) { return __half(-(float)a); }
BURLER_H __half2 operator-(__half2 a) { return __half2(-a.x, -a.y); }
BURLER_H __half __hneg(__half a) { return -a; }
BURLER_H __half __hfma(__half a, __half b, __half c) { return __half(::fmaf(a, b, c)); }
BURLER_H __half2 __hfma2(__half2 a, __half2 b, __half2 c) {
  return __half2(__hfma(a.x, b.x, c.x), __hfma(a.y, b.y, c.y));
}
BURLER_H __half __hmax(__half a, __half b) { return (float)a < (float)b ? b : a; }
BURLER_H __half __hmin(__half a, __half b) { return (float)b < (float)a ? b : a; }
BURLER_H __half2 __hmax2(__half2 a, __half2 b) { return __half2(__hmax(a.x, b.x), __hmax(a.y, b.y)); }
BURLER_H __half2 __hmin2(__half2 a, __half2 b) { return __half2(__hmin(a.x, b.x), __hmin(a.y, b.y)); }
BURLER_H __half __habs(__half a) { return __half(::fabsf(a)); }
BURLER_H bool __hisnan(__half a) { return (float)a != (float)a; }
BURLER_H __half hexp(__half a) { return __half(::expf(a)); }
BURLER_H __half2 h2exp(__half2 a) { return __half2(hexp(a.x), hexp(a.y)); }
BURLER_H __half hexp2(__half a) { return __half(::exp2f(a)); }
BURLER_H __half2 h2exp2(__half2 a) { return __half2(hexp2(a.x), hexp2(a.y)); }
BURLER_H __half hlog(__half a) { return __half(::logf(a)); }
BURLER_H __half2 h2log(__half2 a) { return __half2(hlog(a.x), hlog(a.y)); }
BURLER_H __half hlog2(__half a) { return __half(::log2f(a)); }
BURLER_H __half2 h2log2(__half2 a) { return __half2(hlog2(a.x), hlog2(a.y)); }
BURLER_H __half hsqrt(__half a) { return __half(::sqrtf(a)); }
BURLER_H __half2 h2sqrt(__half2 a) { return __half2(hsqrt(a.x), hsqrt(a.y)); }
BURLER_H __half hsin(__half a) { return __half(::sinf(a)); }
BURLER_H __half2 h2sin(__half2 a) { return __half2(hsin(a.x), hsin(a.y)); }
BURLER_H __half hcos(__half a) { return __half(::cosf(a)); }
BURLER_H __half2 h2cos(__half2 a) { return __half2(hcos(a.x), hcos(a.y)); }
BURLER_H __half hfloor(__half a) { return __half(::floorf(a)); }
BURLER_H __half2 h2floor(__half2 a) { return __half2(hfloor(a.x), hfloor(a.y)); }
BURLER_H __half hceil(__half a) { return __half(::ceilf(a)); }
BURLER_H __half2 h2ceil(__half2 a) { return __half2(hceil(a.x), hceil(a.y)); }
BURLER_H __half htrunc(__half a) { return __half(::truncf(a)); }
BURLER_H __half2 h2trunc(__half2 a) { return __half2(htrunc(a.x), htrunc(a.y)); }
BURLER_H __half hrint(__half a) { return __half(::rintf(a)); }
BURLER_H __half2 h2rint(__half2 a) { return __half2(hrint(a.x), hrint(a.y)); }
BURLER_H __half hrsqrt(__half a) { return __half(rsqrtf(a)); }
BURLER_H __half hrcp(__half a) { return __half(1.0f / (float)a); }
BURLER_TYPE(__half, burler_type_f16)
BURLER_TYPE(__half2, burler_type_f16x2)
BURLER_DEV __half atomicAdd(__half* p, __half v) {
  return burler_atomic_call<__half>(burler_atomic_add, p, v, v, burler_scope_device);
}
BURLER_DEV __half2 atomicAdd(__half2* p, __half2 v) {
  return burler_atomic_call<__half2>(burler_atomic_add, p, v, v, burler_scope_device);
}
#undef BURLER_H
typedef __half half;
typedef __half2 half2;
