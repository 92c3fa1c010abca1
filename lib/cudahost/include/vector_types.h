// CUDA vector types on the host (CUDA C++ Programming Guide, "Built-in Vector Types"): layout and alignment
// as nvcc's.
#pragma once

#define BURLER_VEC1(T, N)                                                                                    \
  struct N##1 { T x; };
#define BURLER_VEC2(T, N, A)                                                                                 \
  struct alignas(A) N##2 { T x, y; };
#define BURLER_VEC3(T, N)                                                                                    \
  struct N##3 { T x, y, z; };
#define BURLER_VEC4(T, N, A)                                                                                 \
  struct alignas(A) N##4 { T x, y, z, w; };
#define BURLER_VEC(T, N, A2, A4)                                                                             \
  BURLER_VEC1(T, N) BURLER_VEC2(T, N, A2) BURLER_VEC3(T, N) BURLER_VEC4(T, N, A4)
BURLER_VEC(signed char, char, 2, 4)
BURLER_VEC(unsigned char, uchar, 2, 4)
BURLER_VEC(short, short, 4, 8)
BURLER_VEC(unsigned short, ushort, 4, 8)
BURLER_VEC(int, int, 8, 16)
BURLER_VEC(unsigned int, uint, 8, 16)
BURLER_VEC(long, long, 16, 16)
BURLER_VEC(unsigned long, ulong, 16, 16)
BURLER_VEC(long long, longlong, 16, 16)
BURLER_VEC(unsigned long long, ulonglong, 16, 16)
BURLER_VEC(float, float, 8, 16)
BURLER_VEC(double, double, 16, 16)
#undef BURLER_VEC
#undef BURLER_VEC1
#undef BURLER_VEC2
#undef BURLER_VEC3
#undef BURLER_VEC4

struct dim3 {
  unsigned int x, y, z;
  constexpr dim3(unsigned int vx = 1, unsigned int vy = 1, unsigned int vz = 1) : x(vx), y(vy), z(vz) {}
  constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
  constexpr operator uint3() const { return uint3{x, y, z}; }
};
