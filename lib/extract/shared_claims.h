// A set of names shared by forked processes: who claims a header's function first extracts it for all.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace burler::extract {

class SharedClaims {
public:
  SharedClaims();
  ~SharedClaims();
  SharedClaims(const SharedClaims&) = delete;
  SharedClaims& operator=(const SharedClaims&) = delete;

  /// True for the first caller with this name among all processes forked after construction; when the table
  /// is full, true for everybody (work is repeated, nothing is lost).
  bool claim(std::string_view name);

private:
  static constexpr std::size_t slots = std::size_t{1} << 20;
  std::atomic<std::uint64_t>* table_ = nullptr;
};

} // namespace burler::extract
