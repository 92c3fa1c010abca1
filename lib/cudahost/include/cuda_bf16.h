// __nv_bfloat16: 16-bit storage, arithmetic in float rounded after each operation (CUDA Math API names).
#pragma once
#include "burler_cuda/small_float.h"
#include "cuda_runtime.h"

#define BURLER_H static inline __attribute__((always_inline, unused))
struct __nv_bfloat16_raw {
  unsigned short x;
};
struct alignas(2) __nv_bfloat16 {
  unsigned short __x;
  __nv_bfloat16() = default;
  __attribute__((always_inline)) __nv_bfloat16(__nv_bfloat16_raw r) : __x(r.x) {}
  __attribute__((always_inline)) __nv_bfloat16(float f) : __x(burlercuda::float_to_bf16(f)) {}
  __attribute__((always_inline)) __nv_bfloat16(double f) : __x(burlercuda::float_to_bf16((float)f)) {}
  template <class I, class = std::enable_if_t<std::is_integral<I>::value>>
  __attribute__((always_inline)) __nv_bfloat16(I i) : __x(burlercuda::float_to_bf16((float)i)) {}
  __attribute__((always_inline)) operator float() const { return burlercuda::bf16_to_float(__x); }
  __attribute__((always_inline)) operator __nv_bfloat16_raw() const { return __nv_bfloat16_raw{__x}; }
  __attribute__((always_inline)) __nv_bfloat16& operator=(float f) {
    __x = burlercuda::float_to_bf16(f);
    return *this;
  }
};
struct alignas(4) __nv_bfloat162 {
  __nv_bfloat16 x, y;
  __nv_bfloat162() = default;
  __attribute__((always_inline)) __nv_bfloat162(__nv_bfloat16 a, __nv_bfloat16 b) : x(a), y(b) {}
};
BURLER_H float __bfloat162float(__nv_bfloat16 a) { return (float)a; }
BURLER_H __nv_bfloat16 __float2bfloat16(float a) { return __nv_bfloat16(a); }
BURLER_H __nv_bfloat16 __float2bfloat16_rn(float a) { return __nv_bfloat16(a); }
BURLER_H __nv_bfloat16 __double2bfloat16(double a) { return __nv_bfloat16(a); }
BURLER_H __nv_bfloat16 __int2bfloat16_rn(int a) { return __nv_bfloat16((float)a); }
BURLER_H __nv_bfloat162 __float2bfloat162_rn(float a) {
  return __nv_bfloat162(__nv_bfloat16(a), __nv_bfloat16(a));
}
BURLER_H __nv_bfloat162 __floats2bfloat162_rn(float a, float b) {
  return __nv_bfloat162(__nv_bfloat16(a), __nv_bfloat16(b));
}
BURLER_H __nv_bfloat162 __float22bfloat162_rn(float2 a) {
  return __nv_bfloat162(__nv_bfloat16(a.x), __nv_bfloat16(a.y));
}
BURLER_H float __low2float(__nv_bfloat162 a) { return (float)a.x; }
BURLER_H float __high2float(__nv_bfloat162 a) { return (float)a.y; }
BURLER_H __nv_bfloat16 __low2bfloat16(__nv_bfloat162 a) { return a.x; }
BURLER_H __nv_bfloat16 __high2bfloat16(__nv_bfloat162 a) { return a.y; }
BURLER_H float2 __bfloat1622float2(__nv_bfloat162 a) { return float2{(float)a.x, (float)a.y}; }
BURLER_H __nv_bfloat162 __bfloat162bfloat162(__nv_bfloat16 a) { return __nv_bfloat162(a, a); }
BURLER_H __nv_bfloat162 __halves2bfloat162(__nv_bfloat16 a, __nv_bfloat16 b) { return __nv_bfloat162(a, b); }
BURLER_H __nv_bfloat162 make_bfloat162(__nv_bfloat16 a, __nv_bfloat16 b) { return __nv_bfloat162(a, b); }
BURLER_H unsigned short __bfloat16_as_ushort(__nv_bfloat16 a) { return a.__x; }
BURLER_H __nv_bfloat16 __ushort_as_bfloat16(unsigned short a) { return __nv_bfloat16_raw{a}; }
BURLER_H __nv_bfloat16 operator+(__nv_bfloat16 a, __nv_bfloat16 b) {
  return __nv_bfloat16((float)a + (float)b);
}
BURLER_H __nv_bfloat16& operator+=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a + b; }
BURLER_H __nv_bfloat162 operator+(__nv_bfloat162 a, __nv_bfloat162 b) {
  return __nv_bfloat162(a.x + b.x, a.y + b.y);
}
BURLER_H __nv_bfloat162& operator+=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = a + b; }
BURLER_H __nv_bfloat16 __hadd(__nv_bfloat16 a, __nv_bfloat16 b) { return a + b; }
BURLER_H __nv_bfloat162 __hadd2(__nv_bfloat162 a, __nv_bfloat162 b) { return a + b; }
BURLER_H __nv_bfloat16 operator-(__nv_bfloat16 a, __nv_bfloat16 b) {
  return __nv_bfloat16((float)a - (float)b);
}
BURLER_H __nv_bfloat16& operator-=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a - b; }
BURLER_H __nv_bfloat162 operator-(__nv_bfloat162 a, __nv_bfloat162 b) {
  return __nv_bfloat162(a.x - b.x, a.y - b.y);
}
BURLER_H __nv_bfloat162& operator-=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = a - b; }
BURLER_H __nv_bfloat16 __hsub(__nv_bfloat16 a, __nv_bfloat16 b) { return a - b; }
BURLER_H __nv_bfloat162 __hsub2(__nv_bfloat162 a, __nv_bfloat162 b) { return a - b; }
BURLER_H __nv_bfloat16 operator*(__nv_bfloat16 a, __nv_bfloat16 b) {
  return __nv_bfloat16((float)a * (float)b);
}
BURLER_H __nv_bfloat16& operator*=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a * b; }
BURLER_H __nv_bfloat162 operator*(__nv_bfloat162 a, __nv_bfloat162 b) {
  return __nv_bfloat162(a.x * b.x, a.y * b.y);
}
BURLER_H __nv_bfloat162& operator*=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = a * b; }
BURLER_H __nv_bfloat16 __hmul(__nv_bfloat16 a, __nv_bfloat16 b) { return a * b; }
BURLER_H __nv_bfloat162 __hmul2(__nv_bfloat162 a, __nv_bfloat162 b) { return a * b; }
BURLER_H __nv_bfloat16 operator/(__nv_bfloat16 a, __nv_bfloat16 b) {
  return __nv_bfloat16((float)a / (float)b);
}
BURLER_H __nv_bfloat16& operator/=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a / b; }
BURLER_H __nv_bfloat162 operator/(__nv_bfloat162 a, __nv_bfloat162 b) {
  return __nv_bfloat162(a.x / b.x, a.y / b.y);
}
BURLER_H __nv_bfloat162& operator/=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = a / b; }
BURLER_H __nv_bfloat16 __hdiv(__nv_bfloat16 a, __nv_bfloat16 b) { return a / b; }
BURLER_H __nv_bfloat162 __hdiv2(__nv_bfloat162 a, __nv_bfloat162 b) { return a / b; }
BURLER_H bool operator<(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)a < (float)b; }
BURLER_H bool __hlt(__nv_bfloat16 a, __nv_bfloat16 b) { return a < b; }
BURLER_H bool operator>(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)a > (float)b; }
BURLER_H bool __hgt(__nv_bfloat16 a, __nv_bfloat16 b) { return a > b; }
BURLER_H bool operator<=(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)a <= (float)b; }
BURLER_H bool __hle(__nv_bfloat16 a, __nv_bfloat16 b) { return a <= b; }
BURLER_H bool operator>=(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)a >= (float)b; }
BURLER_H bool __hge(__nv_bfloat16 a, __nv_bfloat16 b) { return a >= b; }
BURLER_H bool operator==(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)a == (float)b; }
BURLER_H bool __heq(__nv_bfloat16 a, __nv_bfloat16 b) { return a == b; }
BURLER_H bool operator!=(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)a != (float)b; }
BURLER_H bool __hne(__nv_bfloat16 a, __nv_bfloat16 b) { return a != b; }
BURLER_H __nv_bfloat16 operator-(__nv_bfloat16 a) { return __nv_bfloat16(-(float)a); }
BURLER_H __nv_bfloat162 operator-(__nv_bfloat162 a) { return __nv_bfloat162(-a.x, -a.y); }
BURLER_H __nv_bfloat16 __hneg(__nv_bfloat16 a) { return -a; }
BURLER_H __nv_bfloat16 __hfma(__nv_bfloat16 a, __nv_bfloat16 b, __nv_bfloat16 c) {
  return __nv_bfloat16(::fmaf(a, b, c));
}
BURLER_H __nv_bfloat162 __hfma2(__nv_bfloat162 a, __nv_bfloat162 b, __nv_bfloat162 c) {
  return __nv_bfloat162(__hfma(a.x, b.x, c.x), __hfma(a.y, b.y, c.y));
}
BURLER_H __nv_bfloat16 __hmax(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)a < (float)b ? b : a; }
BURLER_H __nv_bfloat16 __hmin(__nv_bfloat16 a, __nv_bfloat16 b) { return (float)b < (float)a ? b : a; }
BURLER_H __nv_bfloat162 __hmax2(__nv_bfloat162 a, __nv_bfloat162 b) {
  return __nv_bfloat162(__hmax(a.x, b.x), __hmax(a.y, b.y));
}
BURLER_H __nv_bfloat162 __hmin2(__nv_bfloat162 a, __nv_bfloat162 b) {
  return __nv_bfloat162(__hmin(a.x, b.x), __hmin(a.y, b.y));
}
BURLER_H __nv_bfloat16 __habs(__nv_bfloat16 a) { return __nv_bfloat16(::fabsf(a)); }
BURLER_H bool __hisnan(__nv_bfloat16 a) { return (float)a != (float)a; }
BURLER_H __nv_bfloat16 hexp(__nv_bfloat16 a) { return __nv_bfloat16(::expf(a)); }
BURLER_H __nv_bfloat162 h2exp(__nv_bfloat162 a) { return __nv_bfloat162(hexp(a.x), hexp(a.y)); }
BURLER_H __nv_bfloat16 hexp2(__nv_bfloat16 a) { return __nv_bfloat16(::exp2f(a)); }
BURLER_H __nv_bfloat162 h2exp2(__nv_bfloat162 a) { return __nv_bfloat162(hexp2(a.x), hexp2(a.y)); }
BURLER_H __nv_bfloat16 hlog(__nv_bfloat16 a) { return __nv_bfloat16(::logf(a)); }
BURLER_H __nv_bfloat162 h2log(__nv_bfloat162 a) { return __nv_bfloat162(hlog(a.x), hlog(a.y)); }
BURLER_H __nv_bfloat16 hlog2(__nv_bfloat16 a) { return __nv_bfloat16(::log2f(a)); }
BURLER_H __nv_bfloat162 h2log2(__nv_bfloat162 a) { return __nv_bfloat162(hlog2(a.x), hlog2(a.y)); }
BURLER_H __nv_bfloat16 hsqrt(__nv_bfloat16 a) { return __nv_bfloat16(::sqrtf(a)); }
BURLER_H __nv_bfloat162 h2sqrt(__nv_bfloat162 a) { return __nv_bfloat162(hsqrt(a.x), hsqrt(a.y)); }
BURLER_H __nv_bfloat16 hsin(__nv_bfloat16 a) { return __nv_bfloat16(::sinf(a)); }
BURLER_H __nv_bfloat162 h2sin(__nv_bfloat162 a) { return __nv_bfloat162(hsin(a.x), hsin(a.y)); }
BURLER_H __nv_bfloat16 hcos(__nv_bfloat16 a) { return __nv_bfloat16(::cosf(a)); }
BURLER_H __nv_bfloat162 h2cos(__nv_bfloat162 a) { return __nv_bfloat162(hcos(a.x), hcos(a.y)); }
BURLER_H __nv_bfloat16 hfloor(__nv_bfloat16 a) { return __nv_bfloat16(::floorf(a)); }
BURLER_H __nv_bfloat162 h2floor(__nv_bfloat162 a) { return __nv_bfloat162(hfloor(a.x), hfloor(a.y)); }
BURLER_H __nv_bfloat16 hceil(__nv_bfloat16 a) { return __nv_bfloat16(::ceilf(a)); }
BURLER_H __nv_bfloat162 h2ceil(__nv_bfloat162 a) { return __nv_bfloat162(hceil(a.x), hceil(a.y)); }
BURLER_H __nv_bfloat16 htrunc(__nv_bfloat16 a) { return __nv_bfloat16(::truncf(a)); }
BURLER_H __nv_bfloat162 h2trunc(__nv_bfloat162 a) { return __nv_bfloat162(htrunc(a.x), htrunc(a.y)); }
BURLER_H __nv_bfloat16 hrint(__nv_bfloat16 a) { return __nv_bfloat16(::rintf(a)); }
BURLER_H __nv_bfloat162 h2rint(__nv_bfloat162 a) { return __nv_bfloat162(hrint(a.x), hrint(a.y)); }
BURLER_H __nv_bfloat16 hrsqrt(__nv_bfloat16 a) { return __nv_bfloat16(rsqrtf(a)); }
BURLER_H __nv_bfloat16 hrcp(__nv_bfloat16 a) { return __nv_bfloat16(1.0f / (float)a); }
BURLER_TYPE(__nv_bfloat16, burler_type_bf16)
BURLER_TYPE(__nv_bfloat162, burler_type_bf16x2)
BURLER_DEV __nv_bfloat16 atomicAdd(__nv_bfloat16* p, __nv_bfloat16 v) {
  return burler_atomic_call<__nv_bfloat16>(burler_atomic_add, p, v, v, burler_scope_device);
}
BURLER_DEV __nv_bfloat162 atomicAdd(__nv_bfloat162* p, __nv_bfloat162 v) {
  return burler_atomic_call<__nv_bfloat162>(burler_atomic_add, p, v, v, burler_scope_device);
}
#undef BURLER_H
typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;
