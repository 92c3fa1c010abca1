// For tests: the summary of a piece of source text.
#pragma once

#include "extract/frontend.h"
#include "summary/dump.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace burler::extract {

inline summary::TranslationUnit summarise(const std::string& text,
                                          const std::string& file = "/snippet/main.cpp",
                                          const std::string& models = "") {
  auto model = model::load_models({});
  EXPECT_TRUE(model) << model.error().text();
  if (!models.empty()) {
    const auto added = model->add(models, "user.json");
    EXPECT_TRUE(added) << added.error().text();
  }
  FrontendOptions options;
  options.clang_path = find_clang();
  options.cuda_stubs = find_cuda_stubs();
  options.in_memory = text;
  const bool c = file.ends_with(".c");
  return extract_unit({"/", file, {c ? "cc" : "c++", c ? "-std=c11" : "-std=c++20", file}}, *model, options);
}

inline const summary::Function* function(const summary::TranslationUnit& unit, const std::string& name) {
  for (const auto& each : unit.functions)
    if (unit.symbols.text(each.name) == name) return &each;
  return nullptr;
}

/// The events of a function as text, through all blocks in order.
inline std::vector<std::string> events(const summary::TranslationUnit& unit, const std::string& name) {
  std::vector<std::string> lines;
  for (const auto& error : unit.errors)
    lines.push_back("error " + error);
  const auto* found = function(unit, name);
  if (found == nullptr) return {"no function " + name};
  for (const auto& block : found->blocks)
    for (const auto& event : block.events)
      lines.push_back(summary::event_text(unit.symbols, *found, event));
  return lines;
}

using Events = std::vector<std::string>;

} // namespace burler::extract
