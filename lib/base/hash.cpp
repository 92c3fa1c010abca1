#include "base/hash.h"

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

} // namespace burler
