#include "finding/names.h"
#include "finding/report.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <type_traits>

namespace burler {
namespace {

using nlohmann::json;

json place_json(const SourcePlace& place) {
  return {{"file", place.file}, {"line", place.line}, {"column", place.column}, {"function", place.function}};
}

json side_json(const Side& side) {
  json stack = json::array();
  for (const SourcePlace& frame : side.stack)
    stack.push_back(place_json(frame));
  return {{"thread", side.thread}, {"kind", side.kind}, {"path", side.path},
          {"locks", side.locks},   {"stack", stack},    {"location", place_json(side.location)}};
}

} // namespace

json to_json(const Finding& f) {
  json sides = json::array();
  for (const Side& side : f.sides)
    sides.push_back(side_json(side));
  json witness = json::array();
  for (const WitnessStep& step : f.witness)
    witness.push_back(
        {{"thread", step.thread}, {"text", step.text}, {"location", place_json(step.location)}});
  json out = {{"rule", f.rule},
              {"severity", name_of(f.severity)},
              {"confidence", name_of(f.confidence)},
              {"fingerprint", f.fingerprint},
              {"message", f.message},
              {"subject", {{"name", f.subject.name}, {"type", f.subject.type}}},
              {"sides", sides},
              {"primary", {{"file", f.primary.file}, {"line", f.primary.line}, {"column", f.primary.column}}},
              {"witness", witness},
              {"fix", f.fix},
              {"replay", f.replay},
              {"state", name_of(f.state)}};
  if (f.state == FindingState::suppressed) {
    out["suppression_reason"] = f.suppression_reason;
    out["suppression_kind"] = f.suppression_kind;
  }
  return out;
}

namespace {

/// Reads members of one object; a wrong or missing one throws with the full key.
class Reader {
public:
  Reader(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) fail("", "is not an object");
  }

  template <typename T> T get(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end()) fail(key, "is missing");
    return convert<T>(*found, key);
  }
  template <typename T> T get_or(const char* key, T fallback) const {
    const auto found = object_.find(key);
    return found == object_.end() ? fallback : convert<T>(*found, key);
  }
  Reader inside(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end()) fail(key, "is missing");
    return Reader(*found, where_ + "." + key);
  }
  /// Calls visit(Reader) for each element of an array of objects.
  template <typename Visit> void each(const char* key, Visit visit) const {
    const auto found = object_.find(key);
    if (found == object_.end()) return;
    if (!found->is_array()) fail(key, "is not a list");
    for (std::size_t i = 0; i < found->size(); ++i)
      visit(Reader((*found)[i], where_ + "." + key + "[" + std::to_string(i) + "]"));
  }
  [[noreturn]] void fail(const std::string& key, const char* what) const {
    throw std::runtime_error("key " + where_ + (key.empty() ? "" : "." + key) + " " + what);
  }

private:
  template <typename T> T convert(const json& value, const char* key) const {
    if constexpr (std::is_same_v<T, unsigned>) { // get<unsigned>() would wrap or truncate silently
      if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<unsigned>::max())
        fail(key, "is not a line or column number");
      return value.get<unsigned>();
    }
    try {
      return value.get<T>();
    } catch (const json::exception&) {
      fail(key, "has the wrong type");
    }
  }
  const json& object_;
  std::string where_;
};

SourcePlace place_from(const Reader& in) {
  return {in.get<std::string>("file"), in.get<unsigned>("line"), in.get_or<unsigned>("column", 0),
          in.get_or<std::string>("function", "")};
}

Side side_from(const Reader& in) {
  Side side;
  side.thread = in.get_or<std::string>("thread", "");
  side.kind = in.get<std::string>("kind");
  side.path = in.get_or<std::string>("path", "");
  side.locks = in.get_or<std::vector<std::string>>("locks", {});
  side.location = place_from(in.inside("location"));
  in.each("stack", [&](const Reader& frame) { side.stack.push_back(place_from(frame)); });
  return side;
}

template <typename T>
T enumerator(const Reader& in, const char* key, std::optional<T> (*parse)(std::string_view)) {
  const auto value = parse(in.get<std::string>(key));
  if (!value) in.fail(key, "has an unknown value");
  return *value;
}

Finding finding_from(const Reader& in) {
  Finding f;
  f.rule = in.get<std::string>("rule");
  f.severity = enumerator(in, "severity", parse_severity);
  f.confidence = enumerator(in, "confidence", parse_confidence);
  f.fingerprint = in.get<std::string>("fingerprint");
  if (f.fingerprint.size() != 16 || f.fingerprint.find_first_not_of("0123456789abcdef") != std::string::npos)
    in.fail("fingerprint", "is not 16 hexadecimal digits");
  f.message = in.get<std::string>("message");
  f.subject = {in.inside("subject").get<std::string>("name"),
               in.inside("subject").get_or<std::string>("type", "")};
  in.each("sides", [&](const Reader& side) { f.sides.push_back(side_from(side)); });
  f.primary = place_from(in.inside("primary"));
  in.each("witness", [&](const Reader& step) {
    f.witness.push_back({step.get_or<std::string>("thread", ""), step.get<std::string>("text"),
                         place_from(step.inside("location"))});
  });
  f.fix = in.get_or<std::string>("fix", "");
  f.replay = in.get_or<std::string>("replay", "");
  f.state = enumerator(in, "state", parse_state);
  f.suppression_reason = in.get_or<std::string>("suppression_reason", "");
  f.suppression_kind = in.get_or<std::string>("suppression_kind", "source");
  return f;
}

/// "byte 812": where parsing stopped. The library's own text quotes the input at length.
std::string at_byte(const json::exception& problem) {
  const auto* parse = dynamic_cast<const json::parse_error*>(&problem);
  return parse ? "byte " + std::to_string(parse->byte) : "not readable";
}

Report report_from(const json& document) {
  const Reader in(document, "$");
  if (in.get<std::string>("schema") != "burler-report/1") in.fail("schema", "is not \"burler-report/1\"");
  Report report;
  report.tool_name = in.inside("tool").get<std::string>("name");
  report.tool_version = in.inside("tool").get<std::string>("version");
  const Reader run = in.inside("run");
  report.run.kind = run.get<std::string>("kind");
  report.run.command = run.get_or<std::vector<std::string>>("command", {});
  report.run.shard = run.get_or<std::string>("shard", "0/1");
  report.run.stats = run.get_or<json>("stats", json::object());
  if (!report.run.stats.is_object()) run.fail("stats", "is not an object");
  report.run.profile = run.get_or<json>("profile", json());
  run.each("undecided", [&](const Reader& entry) {
    report.run.undecided.push_back({entry.get<std::string>("what"), entry.get<std::string>("reason")});
  });
  in.each("findings", [&](const Reader& finding) { report.findings.push_back(finding_from(finding)); });
  return report;
}

} // namespace

nlohmann::json to_json(const Report& report) {
  json undecided = json::array();
  for (const Undecided& entry : report.run.undecided)
    undecided.push_back({{"what", entry.what}, {"reason", entry.reason}});
  json findings = json::array();
  for (const Finding& finding : report.findings)
    findings.push_back(to_json(finding));
  json run = {{"kind", report.run.kind},
              {"command", report.run.command},
              {"shard", report.run.shard},
              {"undecided", undecided},
              {"stats", report.run.stats}};
  if (!report.run.profile.is_null()) run["profile"] = report.run.profile;
  return {{"schema", "burler-report/1"},
          {"tool", {{"name", report.tool_name}, {"version", report.tool_version}}},
          {"run", run},
          {"findings", findings}};
}

Result<Report> report_from_json(const nlohmann::json& document) {
  try {
    return report_from(document);
  } catch (const std::runtime_error& error) {
    return Error{error.what(), "is it a report written by burler?"};
  }
}

Result<Report> read_report(const std::string& path) {
  const std::string name = path == "-" ? "standard input" : path;
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return Error{path + " is a folder", "name the report file in it"};
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return Error{"cannot read " + path, "check the path"};
  if (in.peek() == std::istream::traits_type::eof())
    return Error{name + " is empty", "was the run that wrote it cut off? run it again"};
  json document;
  try {
    document = json::parse(in);
  } catch (const json::exception& problem) {
    return Error{name + " is not valid JSON (" + at_byte(problem) + ")",
                 "was the run that wrote it cut off? run it again"};
  }
  auto report = report_from_json(document);
  if (!report) return Error{path + ": " + report.error().message, report.error().hint};
  return report;
}

} // namespace burler
