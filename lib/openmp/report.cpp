#include "openmp/report.h"

#include <algorithm>

namespace burler::openmp {

SourcePlace Reporter::place(const summary::Place& p, const std::string& function) const {
  SourcePlace result;
  if (p.file < program_.files.size()) result.file = report_path(program_.files[p.file], root_);
  result.line = p.line;
  result.column = p.column;
  result.function = function;
  return result;
}

std::string Reporter::short_place(const summary::Place& p) const {
  const std::string file = p.file < program_.files.size() ? program_.files[p.file] : "";
  const auto slash = file.rfind('/');
  return (slash == std::string::npos ? file : file.substr(slash + 1)) + ":" + std::to_string(p.line);
}

/// "iteration i=0 of the team at kernel.c:12", "task at graph.cpp:40".
std::string Reporter::agent(const Race& race, const Access& access, const std::string& where) const {
  const Context& c = trace_.contexts[access.context];
  const std::string iteration = where.empty() ? "" : "iteration " + where + " ";
  if (race.agents == Agents::lanes)
    return iteration + "of the simd loop at " + short_place(c.simd.front().place);
  const Task& task = trace_.tasks[c.task];
  const Level& level = trace_.levels[race.level];
  const std::string team = "the " + level.name + " region at " + short_place(level.place);
  if (race.agents == Agents::tasks)
    return task.is_explicit ? "task at " + short_place(task.place) : "the thread that made the tasks";
  const std::string who = race.agents == Agents::teams ? "a team of " : "a thread of ";
  for (const LevelContext& l : c.levels)
    if (l.level == race.level)
      for (const Work& w : l.work)
        if (!w.loop) return w.text + " at " + short_place(w.place) + ", " + who + team;
  return (iteration.empty() ? who : iteration + "in ") + team;
}

bool Reporter::scalar(const Access& access) const {
  return std::none_of(access.address.steps.begin(), access.address.steps.end(),
                      [](const Step& s) { return s.kind != Step::field; });
}

Side Reporter::side(const Race& race, const Access& access, const std::string& where) const {
  Side made;
  const std::string& function = program_.symbols.text(access.function);
  made.thread = agent(race, access, where);
  made.kind = std::string(access.atomic ? "atomic-" : "") + (access.write ? "write" : "read");
  made.path = trace_.objects[access.address.object].name;
  for (const Step& s : access.address.steps) {
    if (s.kind == Step::field) made.path += "." + program_.symbols.text(s.name);
    if (s.kind == Step::index) made.path += "[" + trace_.terms.text(s.index_) + "]";
  }
  for (const Lock& l : trace_.contexts[access.context].locks)
    made.locks.push_back(!l.name.empty() ? l.name : trace_.objects[l.address.object].name);
  made.location = place(access.place, function);
  for (const auto& [caller, call] : access.stack)
    made.stack.push_back(place(call, program_.symbols.text(caller)));
  return made;
}

std::string Reporter::circumstance(const Race& race) const {
  const Access &a = trace_.accesses[race.a], &b = trace_.accesses[race.b];
  std::string text;
  if (race.elements && race.element.find('?') == std::string::npos) {
    const std::string first = race.where_a, second = race.where_b;
    if (!first.empty() && !second.empty())
      text = "iterations " + first + " and " + second + " both touch " + race.element;
    else
      text = "both sides touch " + race.element;
  }
  if (race.agents == Agents::lanes)
    return text.empty() ? "the loop carries a dependence between its lanes" : text;
  if (race.agents == Agents::teams) {
    const bool guarded =
        !trace_.contexts[a.context].locks.empty() && !trace_.contexts[b.context].locks.empty();
    if (guarded) return "locks and critical sections do not exclude threads of different teams";
  }
  if (race.agents == Agents::tasks) return "no dependence or taskwait orders the tasks";
  if (race.between_constructs) return "no barrier separates the two parts of the region";
  if (!text.empty()) return text;
  return "the variable is shared in the region";
}

std::string Reporter::fix(const Race& race) const {
  const Access &a = trace_.accesses[race.a], &b = trace_.accesses[race.b];
  const std::string& name = trace_.objects[a.address.object].name;
  switch (race.agents) {
  case Agents::lanes:
    return scalar(a) ? "declare " + name + " private in the simd construct"
                     : "drop `simd`, or give a safelen below the distance of the dependence";
  case Agents::tasks:
    return "add depend clauses on " + name + " to the tasks, or a taskwait before the later access";
  case Agents::teams:
    return "use an atomic update or a reduction over " + name + ": teams share no locks and no barriers";
  case Agents::threads:
    break;
  }
  if (race.between_constructs) return "remove the nowait or add `#pragma omp barrier` between the two";
  if (scalar(a) && scalar(b)) {
    if (a.accumulates || b.accumulates) return "add a reduction over " + name + ", or make the update atomic";
    return "declare " + name + " private, or guard it with `#pragma omp critical`";
  }
  if (a.accumulates || b.accumulates)
    return "make the update atomic, reduce into a copy a thread, or give each thread its own part of " + name;
  return "let each iteration write its own elements of " + name + " only, or write to a second buffer";
}

Defect Reporter::race(const Race& race) const {
  const Access &a = trace_.accesses[race.a], &b = trace_.accesses[race.b];
  const Object& object = trace_.objects[a.address.object];
  Defect made;
  const auto words = [](const Access& x) {
    return std::string(x.atomic ? "atomically " : "") + (x.write ? "written" : "read");
  };
  const std::string agents = race.agents == Agents::lanes   ? "lane"
                             : race.agents == Agents::tasks ? "task"
                             : race.agents == Agents::teams ? "team"
                                                            : "thread";
  const std::string first = words(a), second = words(b);
  Finding& f = made.finding;
  f.subject.name = object.name;
  f.subject.type = object.type;
  f.confidence = race.confidence;
  f.sides = {side(race, a, race.where_a), side(race, b, race.where_b)};
  f.message =
      object.name + " is " + first +
      (first == second ? " by two " + agents + "s" : " while another " + agents + " may have it " + second) +
      ": " + circumstance(race);
  f.fix = fix(race);
  const bool parts = race.between_constructs && race.agents == Agents::threads &&
                     trace_.contexts[a.context].locks.empty() && trace_.contexts[b.context].locks.empty();
  if (parts)
    made.kind = DefectKind::phase;
  else if (race.elements && !(scalar(a) && scalar(b)))
    made.kind = DefectKind::partition;
  else
    made.kind = object.tensor ? DefectKind::tensor : DefectKind::state;
  return made;
}

Defect Reporter::misuse(const Misuse& misuse) const {
  Defect made;
  made.kind = DefectKind::divergence;
  Finding& f = made.finding;
  f.confidence = Confidence::high;
  const std::string& function = program_.symbols.text(misuse.function);
  f.subject.name = "barrier in " + function;
  f.message =
      "a barrier " + misuse.reason + ": threads that do not come here wait for ever or meet another barrier";
  Side at;
  at.thread = "a thread of the team";
  at.kind = "barrier";
  at.location = place(misuse.place, function);
  f.sides.push_back(at);
  if (misuse.around.line != 0) {
    Side around = at;
    around.kind = "enter";
    around.location = place(misuse.around, function);
    f.sides.push_back(around);
  }
  f.fix = "move the barrier to where every thread of the team passes";
  return made;
}

} // namespace burler::openmp
