// Races and misused barriers as findings.
#pragma once

#include "openmp/analysis.h"
#include "openmp/race.h"
#include "openmp/walker.h"

namespace burler::openmp {

class Reporter {
public:
  Reporter(const summary::Program& program, const Trace& trace, const std::string& root)
      : program_(program), trace_(trace), root_(root) {}
  Defect race(const Race& race) const;
  Defect misuse(const Misuse& misuse) const;

private:
  SourcePlace place(const summary::Place& place, const std::string& function) const;
  std::string short_place(const summary::Place& place) const;
  std::string agent(const Race& race, const Access& access, const std::string& where) const;
  Side side(const Race& race, const Access& access, const std::string& where) const;
  std::string fix(const Race& race) const;
  std::string circumstance(const Race& race) const;
  bool scalar(const Access& access) const;

  const summary::Program& program_;
  const Trace& trace_;
  const std::string& root_;
};

} // namespace burler::openmp
