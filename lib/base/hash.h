// FNV-1a, 64 bit: stable across machines and runs, for fingerprints and cache keys (not for adversarial
// input).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace burler {

class StableHash {
public:
  /// Adds the bytes of `text` and a separator, so that ("ab","c") and ("a","bc") differ.
  StableHash& add(std::string_view text);
  StableHash& add(std::uint64_t number);
  std::uint64_t value() const { return state_; }
  /// 16 lower-case hexadecimal digits.
  std::string hex() const;

private:
  void byte(unsigned char b) { state_ = (state_ ^ b) * 0x100000001b3ULL; }
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// Tells damaged bytes from whole ones: every change inside one aligned 8-byte word changes it. About a
/// nanosecond per 8 bytes; not stable across byte orders.
std::uint64_t checksum(std::string_view bytes);

} // namespace burler
