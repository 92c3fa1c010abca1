// make_<vector>() constructors.
#pragma once
#include "vector_types.h"

#define BURLER_MAKE(T, N)                                                                                    \
  static inline __attribute__((always_inline, unused)) N##1 make_##N##1(T x) { return N##1 {x}; }            \
  static inline __attribute__((always_inline, unused)) N##2 make_##N##2(T x, T y) { return N##2 {x, y}; }    \
  static inline __attribute__((always_inline, unused)) N##3 make_##N##3(T x, T y, T z) {                     \
    return N##3 {x, y, z};                                                                                   \
  }                                                                                                          \
  static inline __attribute__((always_inline, unused)) N##4 make_##N##4(T x, T y, T z, T w) {                \
    return N##4 {x, y, z, w};                                                                                \
  }
BURLER_MAKE(signed char, char)
BURLER_MAKE(unsigned char, uchar)
BURLER_MAKE(short, short)
BURLER_MAKE(unsigned short, ushort)
BURLER_MAKE(int, int)
BURLER_MAKE(unsigned int, uint)
BURLER_MAKE(long, long)
BURLER_MAKE(unsigned long, ulong)
BURLER_MAKE(long long, longlong)
BURLER_MAKE(unsigned long long, ulonglong)
BURLER_MAKE(float, float)
BURLER_MAKE(double, double)
#undef BURLER_MAKE
