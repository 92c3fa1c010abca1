#include "cudahost/driver/explain.h"

#include "cudahost/driver/symbolize.h"
#include "cudahost/driver/wording.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace burler::cudahost {

namespace {

using Json = nlohmann::json;

std::set<std::uint32_t> addresses_of(const std::vector<Json>& raw) {
  std::set<std::uint32_t> out;
  for (const Json& f : raw) {
    out.insert(f.value("subject_pc", 0u));
    for (const Json& s : f["sides"])
      out.insert(s.value("pc", 0u));
  }
  out.erase(0);
  return out;
}

class Explainer {
public:
  Explainer(std::map<std::uint32_t, std::vector<SourcePlace>> frames, std::string root)
      : frames_(std::move(frames)), root_(std::move(root)) {}

  Finding finding(const Json& raw) const {
    Finding f;
    f.rule = raw.value("rule", "");
    f.severity = raw.value("severity", "") == "note"      ? Severity::note
                 : raw.value("severity", "") == "warning" ? Severity::warning
                                                          : Severity::error;
    f.confidence = raw.value("confidence", "") == "low"      ? Confidence::low
                   : raw.value("confidence", "") == "medium" ? Confidence::medium
                                                             : Confidence::high;
    for (const Json& s : raw["sides"])
      f.sides.push_back(side(s));
    SourcePlace declared = relative(raw.value("subject_file", ""), raw.value("subject_line", 0u));
    if (declared.file.empty()) declared = innermost(raw.value("subject_pc", 0u), nullptr);
    describe(f, {raw.value("variant", ""), raw.value("subject", ""), raw.value("subject_kind", ""),
                 raw.value("note", ""), declared});
    f.subject.name = raw.value("subject", "");
    if (f.subject.name.empty() && !declared.file.empty())
      f.subject.name = "buffer allocated in " + declared.function;
    f.subject.type = raw.value("subject_kind", "");
    for (Side& s : f.sides)
      s.path = f.subject.name;
    return f;
  }

private:
  SourcePlace relative(const std::string& file, unsigned line) const {
    if (file.empty()) return {};
    std::error_code ignored;
    const std::string whole = std::filesystem::absolute(file, ignored).lexically_normal().string();
    return {report_path(whole, root_), line, 0, ""};
  }

  SourcePlace innermost(std::uint32_t pc, std::vector<SourcePlace>* outer) const {
    const auto it = frames_.find(pc);
    if (it == frames_.end() || it->second.empty()) return {};
    SourcePlace place = fix(it->second.front());
    if (outer != nullptr)
      for (auto f = it->second.rbegin(); f + 1 != it->second.rend(); ++f)
        if (f->function.find("::operator()") == std::string::npos &&
            f->function.find("burlercuda::") == std::string::npos)
          outer->push_back(fix(*f));
    return place;
  }

  SourcePlace fix(SourcePlace place) const {
    const SourcePlace r = relative(place.file, place.line);
    place.file = r.file;
    return place;
  }

  Side side(const Json& raw) const {
    Side s;
    s.thread = raw.value("thread", "");
    s.kind = raw.value("kind", "");
    s.location = relative(raw.value("file", ""), raw.value("line", 0u));
    if (s.location.file.empty()) s.location = innermost(raw.value("pc", 0u), &s.stack);
    return s;
  }

  std::map<std::uint32_t, std::vector<SourcePlace>> frames_;
  std::string root_;
};

/// One finding per rule, subject and unordered pair of lines; the strongest instance is kept.
void keep_strongest(std::vector<Finding>& findings) {
  const auto key = [](const Finding& f) {
    std::multiset<std::string> places;
    for (const Side& s : f.sides)
      places.insert(s.location.file + ":" + std::to_string(s.location.line));
    std::string text = f.rule + "|" + f.subject.name;
    for (const std::string& p : places)
      text += "|" + p;
    return text;
  };
  std::vector<Finding> ranked;
  for (const Confidence tier : {Confidence::high, Confidence::medium, Confidence::low})
    for (const Finding& f : findings)
      if (f.confidence == tier) ranked.push_back(f);
  findings = std::move(ranked);
  std::set<std::string> seen;
  std::erase_if(findings, [&](const Finding& f) { return !seen.insert(key(f)).second; });
}

/// A read that races with the first write of a shared variable also finds it unwritten: one defect, told
/// once.
void drop_consequences(std::vector<Finding>& findings) {
  std::set<std::string> racing;
  for (const Finding& f : findings)
    if (f.rule == "cuda/shared-race")
      for (const Side& s : f.sides)
        racing.insert(s.location.file + ":" + std::to_string(s.location.line));
  std::erase_if(findings, [&](const Finding& f) {
    return f.rule == "cuda/uninitialised-shared" &&
           racing.count(f.sides[0].location.file + ":" + std::to_string(f.sides[0].location.line)) != 0;
  });
}

} // namespace

Result<Explained> explain_results(const std::string& results, const std::string& program,
                                  const std::string& root, const std::string& hidden) {
  Explained out;
  std::vector<Json> raw;
  std::ifstream in(results);
  for (std::string line; std::getline(in, line);) {
    Json j = Json::parse(line, nullptr, false);
    if (j.is_discarded()) continue;
    const std::string type = j.value("type", "");
    if (type == "finding")
      raw.push_back(std::move(j));
    else if (type == "failure")
      out.failures.push_back(j.value("value", ""));
    else if (type == "launch-error")
      out.launch_errors.push_back(j.value("name", "") + ": " + j.value("value", ""));
    else
      out.started = true;
  }
  auto frames = symbolize(program, addresses_of(raw), hidden);
  if (!frames) return frames.error();
  const Explainer explainer(*frames, root);
  for (const Json& r : raw)
    out.findings.push_back(explainer.finding(r));
  keep_strongest(out.findings);
  drop_consequences(out.findings);
  for (Finding& f : out.findings)
    seal(f);
  return out;
}

} // namespace burler::cudahost
