// Interned strings. A Symbol is meaningful only together with the SymbolTable that made it.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace burler {

struct Symbol {
  std::uint32_t id = 0; ///< 0 is the empty string in every table
  explicit operator bool() const { return id != 0; }
  auto operator<=>(const Symbol&) const = default;
};

/// Owns the strings; addresses stay valid for the table's life. Not thread-safe: one table per extracting
/// process, remapped when summaries are linked.
class SymbolTable {
public:
  SymbolTable() { intern(""); }
  SymbolTable(const SymbolTable&) = delete;
  SymbolTable& operator=(const SymbolTable&) = delete;
  SymbolTable(SymbolTable&&) = default;
  SymbolTable& operator=(SymbolTable&&) = default;

  Symbol intern(std::string_view text) {
    if (auto found = ids_.find(text); found != ids_.end()) return Symbol{found->second};
    const auto id = static_cast<std::uint32_t>(texts_.size());
    ids_.emplace(texts_.emplace_back(text), id);
    return Symbol{id};
  }
  const std::string& text(Symbol s) const { return texts_[s.id]; }
  std::size_t size() const { return texts_.size(); }

private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
};

} // namespace burler

template <> struct std::hash<burler::Symbol> {
  std::size_t operator()(burler::Symbol s) const noexcept { return s.id; }
};
