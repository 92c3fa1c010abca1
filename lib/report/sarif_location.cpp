#include "report/sarif_location.h"

#include <cctype>

namespace burler::report {

using nlohmann::json;

namespace {

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

} // namespace

json sarif_location(const SourcePlace& place, const std::string& message) {
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

std::string sarif_file_uri(const std::string& path) { return "file://" + uri(path); }

} // namespace burler::report
