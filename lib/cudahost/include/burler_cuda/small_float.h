// Bit conversions between float and the 16-bit formats, round to nearest even. Shared by the engine's atomics.
#pragma once
#include <cstdint>
#include <cstring>

namespace burlercuda {

inline float half_to_float(uint16_t h) {
  const uint32_t sign = (uint32_t)(h & 0x8000u) << 16;
  uint32_t exponent = h >> 10 & 0x1fu, mantissa = h & 0x3ffu, bits;
  if (exponent == 0x1f) bits = sign | 0x7f800000u | mantissa << 13;
  else if (exponent != 0) bits = sign | (exponent + 112) << 23 | mantissa << 13;
  else {
    const float tiny = (float)mantissa * 5.9604644775390625e-8f; // 2^-24
    __builtin_memcpy(&bits, &tiny, 4);
    bits |= sign;
  }
  float f;
  __builtin_memcpy(&f, &bits, 4);
  return f;
}

inline uint16_t float_to_half(float f) {
  uint32_t x;
  __builtin_memcpy(&x, &f, 4);
  const uint16_t sign = (uint16_t)(x >> 16 & 0x8000u);
  const uint32_t magnitude = x & 0x7fffffffu;
  if (magnitude >= 0x7f800000u) return (uint16_t)(sign | 0x7c00u | (magnitude > 0x7f800000u ? 0x200u : 0u));
  if (magnitude >= 0x477ff000u) return (uint16_t)(sign | 0x7c00u);
  if (magnitude < 0x38800000u) { // subnormal: the addition aligns and rounds
    float g;
    __builtin_memcpy(&g, &magnitude, 4);
    g += 0.5f;
    uint32_t r;
    __builtin_memcpy(&r, &g, 4);
    return (uint16_t)(sign | (r - 0x3f000000u));
  }
  const uint32_t rounded = magnitude + 0xfffu + (magnitude >> 13 & 1u);
  return (uint16_t)(sign | (rounded - 0x38000000u) >> 13);
}

inline float bf16_to_float(uint16_t h) {
  const uint32_t bits = (uint32_t)h << 16;
  float f;
  __builtin_memcpy(&f, &bits, 4);
  return f;
}

inline uint16_t float_to_bf16(float f) {
  uint32_t x;
  __builtin_memcpy(&x, &f, 4);
  if ((x & 0x7fffffffu) > 0x7f800000u) return 0x7fff;
  return (uint16_t)((x + 0x7fffu + (x >> 16 & 1u)) >> 16);
}

} // namespace burlercuda
