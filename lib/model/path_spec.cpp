#include "model/model.h"

#include <cctype>

namespace burler::model {
namespace {

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

std::optional<unsigned> take_number(std::string_view& text) {
  unsigned value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 3 && std::isdigit(static_cast<unsigned char>(text[digits])) != 0)
    value = value * 10 + static_cast<unsigned>(text[digits++] - '0');
  text.remove_prefix(digits);
  return digits == 0 || value > 63 ? std::nullopt : std::optional(value);
}

bool take_step(std::string_view& text, PathSpec& spec) {
  PathSpec::Step step;
  if (take(text, "[]")) {
    step.kind = StepKind::index;
  } else if (take(text, "[")) {
    step.kind = StepKind::index;
    const auto argument = take_number(text);
    if (!argument || !take(text, "]")) return false;
    step.argument = static_cast<int>(*argument);
  } else if (take(text, ".*")) {
    step.kind = StepKind::deref;
  } else if (take(text, ".storage")) {
    step.kind = StepKind::storage;
  } else if (take(text, ".")) {
    step.kind = StepKind::field;
    const auto end = std::min(text.find_first_of(".["), text.size());
    step.field = text.substr(0, end);
    text.remove_prefix(end);
    if (step.field.empty()) return false;
  } else {
    return false;
  }
  spec.steps.push_back(step);
  return true;
}

} // namespace

std::optional<PathSpec> parse_path_spec(std::string_view text) {
  PathSpec spec;
  spec.address = take(text, "&");
  spec.pointee = take(text, "*");
  if (take(text, "::")) {
    spec.base = PathSpec::Base::global;
    spec.global = text;
    return text.empty() ? std::nullopt : std::optional(spec);
  }
  if (take(text, "self")) {
    spec.base = PathSpec::Base::self;
  } else if (take(text, "result")) {
    spec.base = PathSpec::Base::result;
  } else if (const auto number = take_number(text)) {
    spec.base = PathSpec::Base::argument;
    spec.index = *number;
  } else if (take(text, "none")) {
    return text.empty() ? std::optional(spec) : std::nullopt;
  } else {
    return std::nullopt;
  }
  while (!text.empty())
    if (!take_step(text, spec)) return std::nullopt;
  return spec;
}

} // namespace burler::model
