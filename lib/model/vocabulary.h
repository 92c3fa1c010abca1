// The words of model files.
#pragma once

#include "summary/event.h"
#include "summary/translation_unit.h"

#include <string_view>
#include <utility>
#include <vector>

namespace burler::model {

template <class T> using Words = std::vector<std::pair<std::string_view, T>>;

extern const Words<summary::EventKind> event_words;
extern const Words<summary::EventFlag> event_flag_words;
extern const Words<summary::TypeFlag> type_flag_words;
extern const Words<std::uint32_t> unit_words;
extern const Words<LockMode> mode_words;
extern const Words<AtomicOp> op_words;
extern const Words<MemoryOrder> order_words;

} // namespace burler::model
