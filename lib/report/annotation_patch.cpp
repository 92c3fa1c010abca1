#include "report/annotation_patch.h"

#include "report/unified_diff.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace burler::report {
namespace {

namespace fs = std::filesystem;
using Kind = AttributeEdit::Kind;
constexpr std::size_t most_headers = 300;

constexpr const char* own_macros = R"(#ifndef BURLER_GUARDED_BY
#if defined(__clang__)
#define BURLER_GUARDED_BY(x) __attribute__((guarded_by(x)))
#define BURLER_PT_GUARDED_BY(x) __attribute__((pt_guarded_by(x)))
#define BURLER_REQUIRES(x) __attribute__((requires_capability(x)))
#else
#define BURLER_GUARDED_BY(x)
#define BURLER_PT_GUARDED_BY(x)
#define BURLER_REQUIRES(x)
#endif
#endif)";

std::optional<std::string> read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// "# define X" -> "define", " X"
std::string_view directive(std::string_view line, std::string_view& rest) {
  line = trimmed(line);
  if (!line.starts_with('#')) return {};
  line = trimmed(line.substr(1));
  std::size_t end = 0;
  while (end < line.size() && is_word(line[end]))
    ++end;
  rest = trimmed(line.substr(end));
  return line.substr(0, end);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

/// The attribute macros that a file can use, by what they mean.
class Macros {
public:
  Macros(fs::path root, const fs::path& file) : root_(std::move(root)) { visit(file); }

  std::string name(Kind kind) const {
    const auto found = names_.find(kind);
    return found == names_.end() ? std::string() : found->second;
  }

private:
  void visit(const fs::path& file) {
    const fs::path path = file.lexically_normal();
    if (seen_.size() > most_headers || !seen_.insert(path.string()).second) return;
    const auto text = read(path);
    if (!text) return;
    for (const std::string& line : lines_of(*text)) {
      std::string_view rest;
      const std::string_view what = directive(line, rest);
      if (what == "define") define(rest);
      if (what == "include" && rest.size() > 2) include(rest, path.parent_path());
    }
  }

  void include(std::string_view rest, const fs::path& folder) {
    const auto end = rest.find(rest.front() == '<' ? '>' : '"', 1);
    if (end == std::string_view::npos) return;
    const std::string header(rest.substr(1, end - 1));
    if (header == "absl/base/thread_annotations.h")
      for (const char* macro : {"ABSL_GUARDED_BY(", "ABSL_PT_GUARDED_BY(", "ABSL_EXCLUSIVE_LOCKS_REQUIRED("})
        define(macro);
    std::error_code ignored;
    for (const fs::path& base : {folder, root_, root_ / "include", root_ / "src", root_ / "lib"})
      if (fs::is_regular_file(base / header, ignored)) return visit(base / header);
  }

  void define(std::string_view text) {
    const auto open = text.find('(');
    if (open == std::string_view::npos ||
        !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open), is_word))
      return;
    const std::string name(text.substr(0, open));
    const auto keep = [&](Kind kind) { names_.try_emplace(kind, name); };
    if (name.starts_with("BURLER_")) return;
    if (name.ends_with("PT_GUARDED_BY"))
      keep(Kind::pt_guarded_by);
    else if (name.ends_with("GUARDED_BY"))
      keep(Kind::guarded_by);
    else if (name == "REQUIRES" || name.ends_with("_REQUIRES") || name.ends_with("EXCLUSIVE_LOCKS_REQUIRED"))
      keep(Kind::requires_lock);
  }

  fs::path root_;
  std::set<std::string> seen_;
  std::map<Kind, std::string> names_;
};

class File {
public:
  File(const std::string& root, const std::string& name, AnnotationPatch& out)
      : root_(root), name_(name), out_(out), macros_(root, fs::path(root) / name) {
    const auto text = read(fs::path(root) / name);
    readable_ = text.has_value();
    text_ = text.value_or("");
    starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i)
      if (text_[i] == '\n') starts_.push_back(i + 1);
  }

  void edit(const AttributeEdit& e) {
    const std::string place = e.file + ":" + std::to_string(e.line) + ": " + e.name;
    if (!readable_ || e.line == 0 || e.line > starts_.size()) {
      out_.skipped.push_back(place + ": the file cannot be read");
      return;
    }
    const std::size_t at = starts_[e.line - 1] + e.column - 1;
    const auto where =
        e.kind == Kind::requires_lock ? after_declarator(at, e.name) : after_variable(at, e.name);
    if (!where) {
      out_.skipped.push_back(place + ": the declaration is not written plainly there");
      return;
    }
    const std::string known = macros_.name(e.kind);
    own_ = own_ || known.empty();
    const std::string macro = !known.empty()                  ? known
                              : e.kind == Kind::guarded_by    ? "BURLER_GUARDED_BY"
                              : e.kind == Kind::pt_guarded_by ? "BURLER_PT_GUARDED_BY"
                                                              : "BURLER_REQUIRES";
    std::string& added = inserted_[*where];
    const std::string text = " " + macro + "(" + e.lock + ")";
    if (added.find(text) != std::string::npos) return;
    added += text;
    ++out_.written;
  }

  std::string diff() const {
    std::vector<std::string> lines = lines_of(text_);
    std::map<std::size_t, LineEdit> edits;
    std::vector<std::string> changed = lines;
    for (auto e = inserted_.rbegin(); e != inserted_.rend(); ++e) { // from the end: offsets stay right
      const auto line = static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), e->first) -
                                                 starts_.begin() - 1);
      changed[line].insert(e->first - starts_[line], e->second);
      edits[line] = {{}, changed[line], true};
    }
    if (edits.empty()) return {};
    if (own_) edits[block_line(lines, edits.begin()->first)].before = lines_of(own_macros);
    return unified_diff(name_, lines, edits, !text_.empty() && text_.back() == '\n');
  }

private:
  std::size_t blanks(std::size_t at) const {
    while (at < text_.size() && std::isspace(static_cast<unsigned char>(text_[at])) != 0)
      ++at;
    return at;
  }

  /// One behind the bracket that closes the one at `at`, or npos.
  std::size_t closing(std::size_t at) const {
    const char open = text_[at], close = open == '(' ? ')' : ']';
    int depth = 0;
    for (std::size_t i = at; i < text_.size(); ++i) {
      depth += text_[i] == open;
      depth -= text_[i] == close;
      if (depth == 0) return i + 1;
      if (text_[i] == ';' || text_[i] == '#') break;
    }
    return std::string::npos;
  }

  bool names(std::size_t at, const std::string& name) const {
    return text_.compare(at, name.size(), name) == 0 && at + name.size() < text_.size() &&
           !is_word(text_[at + name.size()]);
  }

  /// Behind `name` and its array bounds, where an initialiser or the end may follow.
  std::optional<std::size_t> after_variable(std::size_t at, const std::string& name) const {
    if (!names(at, name)) return std::nullopt;
    at += name.size();
    for (std::size_t next = blanks(at); next < text_.size(); next = blanks(at)) {
      if (text_[next] == '[') {
        at = closing(next);
        if (at == std::string::npos) return std::nullopt;
        continue;
      }
      const bool ends = text_[next] == ';' || text_[next] == '=' || text_[next] == '{' || text_[next] == ',';
      return ends ? std::optional(at) : std::nullopt;
    }
    return std::nullopt;
  }

  /// Behind the parameters and their qualifiers, where the body or the end follows.
  std::optional<std::size_t> after_declarator(std::size_t at, const std::string& name) const {
    if (!names(at, name)) return std::nullopt;
    at = blanks(at + name.size());
    if (at >= text_.size() || text_[at] != '(') return std::nullopt;
    at = closing(at);
    while (at != std::string::npos && at < text_.size()) {
      const std::size_t next = blanks(at);
      if (next >= text_.size()) return std::nullopt;
      if (text_[next] == '{' || text_[next] == ';') return at;
      bool passed = false;
      for (const std::string_view word : {"const", "noexcept", "volatile", "&&", "&"})
        if (!passed && text_.compare(next, word.size(), word) == 0) {
          at = next + word.size();
          passed = true;
        }
      if (!passed) return std::nullopt;
    }
    return std::nullopt;
  }

  /// Behind the last #include above the first edit that no condition of its own surrounds; else behind the
  /// include guard; else at the top.
  static std::size_t block_line(const std::vector<std::string>& lines, std::size_t first) {
    std::size_t depth = 0, guard = 0, best = 0;
    for (std::size_t i = 0; i < lines.size() && i < first; ++i) {
      std::string_view rest;
      const std::string_view what = directive(lines[i], rest);
      if (what == "ifndef" && depth == 0 && guard == 0 && i + 1 < lines.size() &&
          lines[i + 1].find("define") != std::string::npos && lines[i + 1].find(rest) != std::string::npos) {
        guard = 1;
        best = i + 2;
      }
      if (what.starts_with("if")) ++depth;
      if (what == "endif" && depth > 0) --depth;
      if ((what == "include" || (what == "pragma" && rest == "once")) && depth <= guard) best = i + 1;
    }
    return best;
  }

  std::string root_, name_;
  AnnotationPatch& out_;
  Macros macros_;
  bool readable_ = false, own_ = false;
  std::string text_;
  std::vector<std::size_t> starts_;             ///< offset of each line
  std::map<std::size_t, std::string> inserted_; ///< by offset
};

} // namespace

AnnotationPatch annotation_patch(const std::vector<AttributeEdit>& edits, const std::string& root) {
  AnnotationPatch out;
  std::map<std::string, std::vector<const AttributeEdit*>> by_file;
  for (const AttributeEdit& e : edits) {
    if (e.file.empty() || e.file.front() == '/')
      out.skipped.push_back(e.file + ":" + std::to_string(e.line) + ": " + e.name + ": not below the root");
    else
      by_file[e.file].push_back(&e);
  }
  for (const auto& [name, list] : by_file) {
    File file(root, name, out);
    for (const AttributeEdit* e : list)
      file.edit(*e);
    out.text += file.diff();
  }
  return out;
}

} // namespace burler::report
