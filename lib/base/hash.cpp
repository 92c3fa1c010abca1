#include "base/hash.h"

#include <cstring>

namespace burler {

StableHash& StableHash::add(std::string_view text) {
  for (char c : text)
    byte(static_cast<unsigned char>(c));
  byte(0xff);
  return *this;
}

StableHash& StableHash::add(std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8)
    byte(static_cast<unsigned char>(number >> shift));
  return *this;
}

std::string StableHash::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out(16, '0');
  for (int i = 0; i < 16; ++i)
    out[15 - i] = digits[(state_ >> (4 * i)) & 0xf];
  return out;
}

std::uint64_t checksum(std::string_view bytes) {
  // Every step is a bijection of the state, so a state that differs once differs to the end.
  std::uint64_t state = 0x9e3779b97f4a7c15ULL ^ bytes.size();
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t size = bytes.size() < sizeof word ? bytes.size() : sizeof word;
    std::memcpy(&word, bytes.data(), size);
    bytes.remove_prefix(size);
    state = (state ^ word) * 0xd6e8feb86659fd93ULL;
    state ^= state >> 32;
  }
  return state;
}

} // namespace burler
