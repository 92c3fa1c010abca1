// Merges translation units into one Program.
#pragma once

#include "summary/program.h"

#include <memory>
#include <vector>

namespace burler::summary {

/// Takes units one by one, so that only what the program keeps stays in memory. A function or class that
/// several units define (headers) is kept once: the first definition with a body, in the order of the calls.
/// The program depends on what is kept alone: the same definitions give the same tables in the same order,
/// whatever else the units repeat. Linear in the units, but for sorting the functions of each by place.
class Linker {
public:
  Linker();
  ~Linker();
  Linker(const Linker&) = delete;
  Linker& operator=(const Linker&) = delete;

  void add(TranslationUnit unit);
  /// The program; call it once, last. No unit gives an empty program.
  Program finish();

private:
  class Tables;
  std::unique_ptr<Tables> tables_;
};

Program link(std::vector<TranslationUnit> units);

} // namespace burler::summary
