#include "harness/lock_facts.h"

#include <algorithm>

namespace burler::harness {
namespace {

std::string access_name(FindingBuilder& builder, const CodeAddress& address) {
  const SourcePlace place = builder.frames().trim({address}).location;
  const std::string expression = expression_at(builder.source().line(place), place.column);
  return expression.empty() || expression.size() > 60 ? short_place(place)
                                                      : qualified(expression, place.function, false);
}

void add(LockFacts& sum, const runtime::LockSurvey& survey) {
  sum.sections += survey.sections;
  sum.shared_sections += survey.shared_sections;
  sum.conditions += survey.conditions;
  sum.waits_inside += survey.waits_inside;
  sum.logged += survey.logged;
  sum.idle += survey.idle;
  sum.reading += survey.reading;
  sum.single += survey.single;
  sum.accesses += survey.accesses;
  sum.guarded_accesses += survey.guarded_accesses;
}

} // namespace

std::string lock_name(FindingBuilder& builder, const RawObject& object, const std::vector<RawStack>& stacks) {
  RawFinding raw;
  raw.object = 1;
  raw.objects[1] = object;
  for (const RawStack& stack : stacks) {
    if (raw.objects[1].taken.empty()) raw.objects[1].taken = stack;
    RawSide side;
    side.kind = "acquire";
    side.object = 1;
    side.stack = stack;
    raw.sides.push_back(side);
  }
  std::string name = builder.names().subject(raw);
  if (!name.starts_with("a lock") || stacks.empty()) return name;
  const SourcePlace place = builder.frames().trim(stacks.front()).location;
  return "the lock taken at " + short_place(place);
}

void LockFactsByName::learn(const ArenaReader& reader, const runtime::Arena& arena, FindingBuilder& builder) {
  for (std::uint32_t i = 0; i < std::min(arena.result.survey_count, runtime::max_surveys); ++i) {
    const runtime::LockSurvey& survey = arena.surveys[i];
    std::vector<RawStack> stacks;
    for (std::uint32_t k = 0; k < std::min(survey.taken_count, runtime::max_groups); ++k)
      stacks.push_back(reader.stack(survey.taken[k]));
    RawObject object = reader.object(survey.object);
    object.taken.clear();
    if (object.where == Where::unknown) object.where = Where::heap; // as free runs see it; for the name only
    LockFacts& facts = facts_[lock_name(builder, object, stacks)];
    add(facts, survey);
    // A run in which more happened joins more: the fewest sets are the best knowledge.
    if (survey.groups == 0 || (facts.groups != 0 && facts.groups <= survey.groups)) continue;
    facts.groups = survey.groups;
    facts.group_names.clear();
    for (std::uint32_t k = 0; k < std::min(survey.groups, runtime::max_groups); ++k)
      facts.group_names.push_back(access_name(builder, reader.address(survey.group_sites[k])));
  }
}

const LockFacts* LockFactsByName::find(const std::string& name) const {
  const auto found = facts_.find(name);
  return found == facts_.end() ? nullptr : &found->second;
}

} // namespace burler::harness
