#include "finding/names.h"

#include <array>
#include <utility>

namespace burler {
namespace {

template <typename T, std::size_t N> using Table = std::array<std::pair<T, const char*>, N>;

constexpr Table<Severity, 3> severities{
    {{Severity::error, "error"}, {Severity::warning, "warning"}, {Severity::note, "note"}}};
constexpr Table<Confidence, 3> confidences{
    {{Confidence::high, "high"}, {Confidence::medium, "medium"}, {Confidence::low, "low"}}};
constexpr Table<FindingState, 3> states{{{FindingState::fresh, "new"},
                                         {FindingState::baseline, "baseline"},
                                         {FindingState::suppressed, "suppressed"}}};

template <typename T, std::size_t N> const char* name_in(const Table<T, N>& table, T value) {
  for (const auto& [entry, name] : table)
    if (entry == value) return name;
  return "?";
}

template <typename T, std::size_t N>
std::optional<T> value_in(const Table<T, N>& table, std::string_view text) {
  for (const auto& [entry, name] : table)
    if (text == name) return entry;
  return std::nullopt;
}

} // namespace

const char* name_of(Severity severity) { return name_in(severities, severity); }
const char* name_of(Confidence confidence) { return name_in(confidences, confidence); }
const char* name_of(FindingState state) { return name_in(states, state); }

std::optional<Severity> parse_severity(std::string_view text) { return value_in(severities, text); }
std::optional<Confidence> parse_confidence(std::string_view text) { return value_in(confidences, text); }
std::optional<FindingState> parse_state(std::string_view text) { return value_in(states, text); }

} // namespace burler
