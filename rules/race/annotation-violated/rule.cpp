#include "rules/rule.h"
#include "detect/contracts.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

using detect::Breach;

std::string short_name(const detect::Analysis& analysis, detect::PathId lock) {
  std::string name = detect::subject_name(*analysis.facts, detect::subject_of(*analysis.facts, lock));
  const auto last = name.rfind("::");
  return last == std::string::npos ? name : name.substr(last + 2);
}

std::string function_name(const detect::Analysis& analysis, Symbol usr) {
  const summary::Function* f = analysis.program->function(usr);
  return f == nullptr ? "a function" : analysis.program->symbols.text(f->name);
}

Finding finding_of(const detect::Analysis& analysis, const Breach& b) {
  Finding f;
  f.confidence = detect::confidence_of(b.belief);
  const std::string lock = short_name(analysis, b.lock);
  const bool call = b.path == 0;
  f.subject.name = call ? function_name(analysis, b.callee)
                        : detect::subject_name(*analysis.facts, detect::subject_of(*analysis.facts, b.path));
  const std::string verb = b.write ? "written" : "read";
  switch (b.kind) {
  case Breach::Kind::guarded:
    f.message = f.subject.name + " is declared GUARDED_BY(" + lock + ") and " + verb + " without it";
    break;
  case Breach::Kind::pointee:
    f.message = "what " + f.subject.name + " points to is declared PT_GUARDED_BY(" + lock + ") and " + verb +
                " without it";
    break;
  case Breach::Kind::reader_lock:
    f.message = f.subject.name + " is declared GUARDED_BY(" + lock + ") and written under its reader mode";
    break;
  case Breach::Kind::required:
    f.message = f.subject.name + " REQUIRES(" + lock + ") and is called without it";
    break;
  case Breach::Kind::excluded:
    f.message = f.subject.name + " EXCLUDES(" + lock + ") and is called while it is held";
    break;
  case Breach::Kind::not_taken:
    f.message = f.subject.name + " is declared ACQUIRE(" + lock + ") and can return without it";
    break;
  case Breach::Kind::not_given:
    f.message = f.subject.name + " is declared RELEASE(" + lock + ") and can return with it";
    break;
  }
  f.sides = {detect::side_in(analysis, b.entry,
                             b.kind == Breach::Kind::not_taken   ? "acquire"
                             : b.kind == Breach::Kind::not_given ? "release"
                             : call                              ? "call"
                             : b.write                           ? "write"
                                                                 : "read",
                             b.path, b.held, b.origin)};
  f.fix = b.kind == Breach::Kind::excluded      ? "release " + lock + " before the call"
          : b.kind == Breach::Kind::reader_lock ? "take " + lock + " exclusively around the write"
          : b.kind == Breach::Kind::not_taken
              ? "acquire " + lock + " on every way through, or drop the attribute"
          : b.kind == Breach::Kind::not_given
              ? "release " + lock + " on every way through, or drop the attribute"
              : "hold " + lock + " here, or mark " + function_name(analysis, b.entry) + " REQUIRES(" + lock +
                    ") when its callers hold it";
  return f;
}

class AnnotationViolated final : public Rule {
public:
  std::string id() const override { return "race/annotation-violated"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const Breach& b : detect::find_breaches(analysis))
      findings.push_back(finding_of(analysis, b));
  }
};

} // namespace

std::unique_ptr<Rule> make_race_annotation_violated() { return std::make_unique<AnnotationViolated>(); }

} // namespace burler::rules
