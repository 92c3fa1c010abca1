#include "report/sarif.h"

#include "finding/names.h"
#include "finding/rule_info.h"

#include <algorithm>
#include <map>

namespace burler::report {
namespace {

using nlohmann::json;

constexpr const char* schema_uri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// RFC 3986: everything outside the unreserved set and '/' is escaped.
std::string uri(const std::string& path) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : path) {
    const bool plain = std::isalnum(c) || c == '/' || c == '.' || c == '-' || c == '_' || c == '~';
    if (plain)
      out += static_cast<char>(c);
    else
      (out += '%') += {digits[c >> 4], digits[c & 15]};
  }
  return out;
}

json artifact(const std::string& file) {
  if (!file.empty() && file.front() == '/') return {{"uri", "file://" + uri(file)}};
  return {{"uri", uri(file)}, {"uriBaseId", "%SRCROOT%"}};
}

json location(const SourcePlace& place, const std::string& message) {
  json physical = {{"artifactLocation", artifact(place.file.empty() ? "unknown" : place.file)}};
  if (place.line) {
    json region = {{"startLine", place.line}, {"endLine", place.line}};
    if (place.column) {
      region["startColumn"] = place.column;
      region["endColumn"] = place.column + 1;
    }
    physical["region"] = region;
  }
  json out = {{"physicalLocation", physical}};
  if (!place.function.empty())
    out["logicalLocations"] = {{{"fullyQualifiedName", place.function}, {"kind", "function"}}};
  if (!message.empty()) out["message"] = {{"text", message}};
  return out;
}

struct Step {
  std::string thread;
  std::string text;
  SourcePlace place;
};

std::string side_text(const Side& side) {
  std::string text = side.kind;
  if (!side.path.empty()) text += " of " + side.path;
  text += side.locks.empty() ? ", holding no lock" : ", holding " + side.locks.front();
  for (std::size_t i = 1; i < side.locks.size(); ++i)
    text += ", " + side.locks[i];
  return text;
}

/// The story in order: the witness when there is one, else each side with its callers.
std::vector<Step> story(const Finding& f) {
  std::vector<Step> steps;
  for (const WitnessStep& w : f.witness)
    steps.push_back({w.thread, w.text, w.location});
  if (!steps.empty()) return steps;
  for (const Side& side : f.sides) {
    for (const SourcePlace& frame : side.stack)
      steps.push_back({side.thread, "call in " + frame.function, frame});
    steps.push_back({side.thread, side_text(side), side.location});
  }
  return steps;
}

json code_flows(const Finding& f) {
  const std::vector<Step> steps = story(f);
  if (steps.empty()) return json::array();
  std::map<std::string, std::size_t> numbers;
  std::vector<std::string> names;
  json woven = json::array(), per_thread = json::array();
  int order = 0;
  for (const Step& step : steps) {
    const auto [entry, fresh] = numbers.emplace(step.thread, numbers.size());
    if (fresh) {
      names.push_back(step.thread);
      per_thread.push_back({{"id", "T" + std::to_string(entry->second + 1)}, {"locations", json::array()}});
      if (!step.thread.empty()) per_thread.back()["message"] = {{"text", step.thread}};
    }
    const std::string mark = "[T" + std::to_string(entry->second + 1) + "] ";
    woven.push_back({{"location", location(step.place, mark + step.text)}, {"executionOrder", ++order}});
    per_thread[entry->second]["locations"].push_back(
        {{"location", location(step.place, step.text)}, {"executionOrder", order}});
  }
  json flows = json::array();
  flows.push_back(
      {{"message", {{"text", "All threads interleaved"}}}, {"threadFlows", {{{"locations", woven}}}}});
  if (per_thread.size() > 1)
    flows.push_back({{"message", {{"text", "One flow per thread"}}}, {"threadFlows", per_thread}});
  return flows;
}

std::string linked_message(const Finding& f) {
  std::string text = f.message;
  for (char& c : text)
    if (c == '[')
      c = '(';
    else if (c == ']')
      c = ')';
  for (std::size_t i = 0; i < f.sides.size(); ++i)
    text += (i ? ", " : " Sides: ") +
            ("[" + f.sides[i].kind + " " + std::to_string(i + 1) + "](" + std::to_string(i + 1) + ")");
  if (!f.sides.empty()) text += ".";
  if (!f.fix.empty()) text += " Fix: " + f.fix;
  if (!f.replay.empty()) text += " Replay: " + f.replay;
  return text;
}

json result(const Finding& f, const std::map<std::string, std::size_t>& rule_index) {
  SourcePlace primary = f.primary;
  json related = json::array();
  for (std::size_t i = 0; i < f.sides.size(); ++i) {
    const Side& side = f.sides[i];
    if (primary.function.empty() && side.location.line == primary.line)
      primary.function = side.location.function;
    json entry =
        location(side.location, side_text(side) + (side.thread.empty() ? "" : ", by " + side.thread));
    entry["id"] = i + 1;
    related.push_back(entry);
  }
  json out = {{"ruleId", f.rule},
              {"level", name_of(f.severity)},
              {"message", {{"text", linked_message(f)}}},
              {"locations", {location(primary, "")}},
              {"relatedLocations", related},
              {"partialFingerprints",
               {{"primaryLocationLineHash", f.fingerprint + ":1"}, {"burlerFingerprint/v1", f.fingerprint}}},
              {"baselineState", f.state == FindingState::baseline ? "unchanged" : "new"},
              {"properties",
               {{"confidence", name_of(f.confidence)},
                {"subject", f.subject.name},
                {"subjectType", f.subject.type}}}};
  if (const auto found = rule_index.find(f.rule); found != rule_index.end()) out["ruleIndex"] = found->second;
  if (json flows = code_flows(f); !flows.empty()) out["codeFlows"] = std::move(flows);
  if (f.state == FindingState::suppressed)
    out["suppressions"] = {{{"kind", "inSource"}, {"justification", f.suppression_reason}}};
  return out;
}

json descriptor(const std::string& id) {
  const RuleInfo* info = find_rule(id);
  const std::string summary = info ? info->summary : id;
  const std::string help = info && !info->help.empty() ? info->help : summary;
  const std::string severity = info ? name_of(info->severity) : "warning";
  return {{"id", id},
          {"name", id},
          {"shortDescription", {{"text", summary}}},
          {"fullDescription", {{"text", summary}}},
          {"help", {{"text", help}, {"markdown", help}}},
          {"defaultConfiguration", {{"level", severity}}},
          {"properties",
           {{"precision", info ? info->precision : "medium"},
            {"problem.severity", severity == "note" ? "recommendation" : severity},
            {"tags", {"concurrency", id.substr(0, id.find('/'))}}}}};
}

json invocation(const Report& report) {
  json notes = json::array();
  for (const Undecided& entry : report.run.undecided)
    notes.push_back(
        {{"level", "warning"}, {"message", {{"text", "undecided: " + entry.what + ": " + entry.reason}}}});
  std::string command;
  for (const std::string& word : report.run.command)
    command += (command.empty() ? "" : " ") + word;
  json out = {{"executionSuccessful", true}, {"toolExecutionNotifications", notes}};
  if (!command.empty()) out["commandLine"] = command;
  return out;
}

} // namespace

nlohmann::json to_sarif(const Report& report) {
  std::map<std::string, std::size_t> rule_index;
  for (const Finding& f : report.findings)
    rule_index.emplace(f.rule, 0);
  json rules = json::array();
  for (auto& [id, index] : rule_index) {
    index = rules.size();
    rules.push_back(descriptor(id));
  }
  json results = json::array();
  for (const Finding& f : report.findings)
    results.push_back(result(f, rule_index));
  json run = {{"tool",
               {{"driver",
                 {{"name", report.tool_name},
                  {"version", report.tool_version},
                  {"semanticVersion", report.tool_version},
                  {"rules", rules}}}}},
              {"columnKind", "unicodeCodePoints"},
              {"originalUriBaseIds",
               {{"%SRCROOT%", {{"description", {{"text", "The root of the analysed project"}}}}}}},
              {"automationDetails", {{"id", "burler/" + report.run.kind + "/" + report.run.shard}}},
              {"invocations", {invocation(report)}},
              {"results", results}};
  return {{"$schema", schema_uri}, {"version", "2.1.0"}, {"runs", {run}}};
}

} // namespace burler::report
