#include "report/sarif.h"

#include "finding/names.h"
#include "finding/rule_info.h"
#include "report/sarif_location.h"
#include "report/text.h"

#include <algorithm>
#include <map>

namespace burler::report {
namespace {

using nlohmann::json;

constexpr const char* schema_uri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

std::string linked_message(const Finding& f) {
  std::string text = f.message;
  // "a[i](x)" would read as a link; plain brackets do not.
  for (std::size_t at = 0; (at = text.find("](", at)) != std::string::npos;)
    text.insert(at + 1, " ");
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
    json entry = sarif_location(side.location, side_text(side, locks_matter(f)) +
                                                   (side.thread.empty() ? "" : ", by " + side.thread));
    entry["id"] = i + 1;
    related.push_back(entry);
  }
  json out = {{"ruleId", f.rule},
              {"level", name_of(f.severity)},
              {"message", {{"text", linked_message(f)}}},
              {"locations", {sarif_location(primary, "")}},
              {"relatedLocations", related},
              {"partialFingerprints",
               {{"primaryLocationLineHash", f.fingerprint + ":1"}, {"burlerFingerprint/v1", f.fingerprint}}},
              {"baselineState", f.state == FindingState::baseline ? "unchanged" : "new"},
              {"properties",
               {{"confidence", name_of(f.confidence)},
                {"subject", f.subject.name},
                {"subjectType", f.subject.type}}}};
  if (const auto found = rule_index.find(f.rule); found != rule_index.end()) out["ruleIndex"] = found->second;
  if (json flows = sarif_code_flows(f); !flows.empty()) out["codeFlows"] = std::move(flows);
  if (f.state == FindingState::suppressed)
    out["suppressions"] = {{{"kind", f.suppression_kind == "file" ? "external" : "inSource"},
                            {"justification", f.suppression_reason}}};
  return out;
}

/// The first paragraph after the title of a rule's page; services show it under the rule's name.
std::string first_paragraph(const std::string& page, const std::string& otherwise) {
  std::size_t start = 0;
  while (start < page.size() && (page[start] == '#' || page[start] == '\n')) {
    const auto next = page.find('\n', start);
    if (next == std::string::npos) return otherwise;
    start = next + 1;
  }
  std::string text = page.substr(start, page.find("\n\n", start) - start);
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text.empty() ? otherwise : text;
}

json descriptor(const std::string& id) {
  const RuleInfo* info = find_rule(id);
  const std::string summary = info ? info->summary : id;
  const std::string help = info && !info->help.empty() ? info->help : summary;
  const std::string severity = info ? name_of(info->severity) : "warning";
  return {{"id", id},
          {"name", id},
          {"shortDescription", {{"text", summary}}},
          {"fullDescription", {{"text", first_paragraph(help, summary)}}},
          {"help", {{"text", help}, {"markdown", help}}},
          {"defaultConfiguration", {{"level", severity}}},
          {"properties",
           {{"precision", info ? info->precision : "medium"},
            {"problem.severity", severity == "note" ? "recommendation" : severity},
            {"tags", {"concurrency", id.substr(0, id.find('/'))}}}}};
}

std::string command_line(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    const bool simple = !word.empty() && word.find_first_of(" \t\n\"'\\$&|;<>()*?`") == std::string::npos;
    out += (out.empty() ? "" : " ") + (simple ? word : "\"" + word + "\"");
  }
  return out;
}

/// One invocation for each run the report came from; what is undecided hangs on the first.
json invocations(const Report& report) {
  json notes = json::array();
  for (const Undecided& entry : report.run.undecided)
    notes.push_back({{"level", "warning"},
                     {"descriptor", {{"id", "undecided"}}},
                     {"message", {{"text", "undecided: " + entry.what + ": " + entry.reason}}}});
  json out = json::array();
  const auto add = [&](const std::vector<std::string>& command) {
    out.push_back({{"executionSuccessful", true}});
    if (!command.empty()) out.back()["commandLine"] = command_line(command);
  };
  if (const json* parts = parts_of(report.run))
    for (const json& part : *parts)
      add(part.at("command").get<std::vector<std::string>>());
  else
    add(report.run.command);
  out.front()["toolExecutionNotifications"] = notes;
  return out;
}

/// SARIF wants SemVer there; a merge of several versions has none.
bool is_semantic_version(const std::string& text) {
  return std::count(text.begin(), text.end(), '.') == 2 && text.find_first_not_of("0123456789.") == text.npos;
}

json driver(const Report& report, const json& rules) {
  json out = {{"name", report.tool_name}, {"version", report.tool_version}, {"rules", rules}};
  if (is_semantic_version(report.tool_version)) out["semanticVersion"] = report.tool_version;
  out["notifications"] = {
      {{"id", "undecided"}, {"shortDescription", {{"text", "Something could not be judged"}}}}};
  return out;
}

json base_folders(const std::string& root) {
  json base = {{"description", {{"text", "The root of the analysed project"}}}};
  if (!root.empty() && root.front() == '/')
    base["uri"] = sarif_file_uri(root.back() == '/' ? root : root + "/");
  return {{"%SRCROOT%", base}};
}

} // namespace

nlohmann::json to_sarif(const Report& report, const SarifOptions& options) {
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
  json run = {{"tool", {{"driver", driver(report, rules)}}},
              {"columnKind", "unicodeCodePoints"},
              {"originalUriBaseIds", base_folders(options.root)},
              {"automationDetails", {{"id", "burler/" + report.run.kind + "/" + report.run.shard}}},
              {"invocations", invocations(report)},
              {"results", results}};
  return {{"$schema", schema_uri}, {"version", "2.1.0"}, {"runs", {run}}};
}

} // namespace burler::report
