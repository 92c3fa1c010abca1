// One description of the record layout serves writing and reading: `Writer` and `Reader` are visited by the
// same functions in summary_layout.h.
#pragma once

#include "event/symbol.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace burler::summary {

class Writer {
public:
  static constexpr bool reading = false;
  void number(std::uint64_t& value) {
    std::uint64_t v = value;
    while (v >= 0x80) {
      out.push_back(static_cast<char>(v | 0x80));
      v >>= 7;
    }
    out.push_back(static_cast<char>(v));
  }
  void text(std::string& value) {
    std::uint64_t size = value.size();
    number(size);
    out += value;
  }
  bool good() const { return true; }

  std::string out;
};

class Reader {
public:
  static constexpr bool reading = true;
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  void number(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return fail();
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return;
    }
    fail();
  }
  void text(std::string& value) {
    std::uint64_t size = 0;
    number(size);
    if (size > rest_.size()) return fail();
    value.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  void fail() {
    good_ = false;
    rest_ = {};
  }
  bool good() const { return good_; }
  std::size_t left() const { return rest_.size(); }

  std::uint64_t symbols = 0; ///< size of the symbol table, the bound of every Symbol
  std::uint64_t files = 0;   ///< number of files, the bound of every Place::file

private:
  std::string_view rest_;
  bool good_ = true;
};

template <class A, class T>
  requires std::is_integral_v<T>
void io(A& ar, T& value) {
  std::uint64_t v = 0;
  if constexpr (!A::reading) v = static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<T>>(value));
  ar.number(v);
  if constexpr (A::reading) value = static_cast<T>(v);
}
template <class A> void io(A& ar, bool& value) {
  std::uint64_t v = value ? 1 : 0;
  ar.number(v);
  if constexpr (A::reading) value = v != 0;
}
template <class A> void io(A& ar, std::string& value) { ar.text(value); }
template <class A> void io(A& ar, Symbol& value) {
  io(ar, value.id);
  if constexpr (A::reading) {
    if (value.id >= ar.symbols) {
      value.id = 0;
      ar.fail();
    }
  }
}
/// An enumeration whose last member is `last`.
template <class A, class E> void io_enum(A& ar, E& value, E last) {
  auto raw = static_cast<std::uint64_t>(value);
  ar.number(raw);
  if constexpr (A::reading) {
    if (raw > static_cast<std::uint64_t>(last)) return ar.fail();
    value = static_cast<E>(raw);
  }
}
template <class A, class T> void io(A& ar, std::vector<T>& list) {
  std::uint64_t size = list.size();
  ar.number(size);
  if constexpr (A::reading) {
    if (size > ar.left()) return ar.fail(); // every element takes at least one byte
    list.resize(size);
  }
  for (T& item : list) {
    io(ar, item);
    if (!ar.good()) return;
  }
}

} // namespace burler::summary
