// A program's output, kept small: the first and the last part and the count of everything, whatever it
// prints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace burler::harness {

class OutputTail {
public:
  void add(std::string_view text);
  void clear() { *this = OutputTail(); }
  std::uint64_t total() const { return total_; }
  /// The kept text, with one line saying how much was left out in between.
  std::string text() const;
  /// The last non-empty line, cut at 200 characters, for one-line messages.
  std::string last_line() const;

private:
  static constexpr std::size_t kept = 32 * 1024; ///< bytes at each end
  std::string head_;
  std::string tail_;
  std::uint64_t total_ = 0;
};

} // namespace burler::harness
