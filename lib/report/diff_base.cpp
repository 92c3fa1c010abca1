#include "report/diff_base.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <limits>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::report {

namespace fs = std::filesystem;

namespace {

constexpr unsigned end_of_file = std::numeric_limits<unsigned>::max();

struct Output {
  std::string text;
  int status = -1; ///< exit code, 127 when there is no git
};

/// Runs git with its messages dropped: every failure is told in the user's terms.
Output git(const std::string& folder, const std::vector<std::string>& words) {
  std::vector<std::string> all{"git", "-C", folder, "-c", "core.quotePath=false"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> pointers;
  for (std::string& word : all)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  Output output;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return output;
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    execvp("git", pointers.data());
    _exit(127);
  }
  close(ends[1]);
  char buffer[65536];
  while (child > 0) {
    const ssize_t got = read(ends[0], buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    output.text.append(buffer, static_cast<std::size_t>(got));
  }
  close(ends[0]);
  int status = 0;
  if (child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status))
    output.status = WEXITSTATUS(status);
  return output;
}

/// git writes names with control characters, quotes and backslashes as C strings.
std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  name = name.substr(1, name.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\' || i + 1 == name.size()) {
      out += name[i];
      continue;
    }
    static constexpr std::string_view letters = "abtnvfr";
    const char c = name[++i];
    if (c >= '0' && c <= '3' && i + 2 < name.size()) {
      out += static_cast<char>((c - '0') * 64 + (name[i + 1] - '0') * 8 + (name[i + 2] - '0'));
      i += 2;
    } else if (const auto at = letters.find(c); at != std::string_view::npos) {
      out += static_cast<char>('\a' + static_cast<int>(at));
    } else {
      out += c;
    }
  }
  return out;
}

/// "+12,3" of a hunk's head as first line and number of lines.
bool parse_range(std::string_view head, unsigned& first, unsigned& count) {
  const auto plus = head.find('+');
  if (!head.starts_with("@@ ") || plus == std::string_view::npos) return false;
  const char* const end = head.data() + head.size();
  auto read = std::from_chars(head.data() + plus + 1, end, first);
  if (read.ec != std::errc()) return false;
  count = 1;
  if (read.ptr != end && *read.ptr == ',') read = std::from_chars(read.ptr + 1, end, count);
  return read.ec == std::errc();
}

std::string real_path(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  return error ? path : real.string();
}

} // namespace

bool ChangedLines::contains(const std::string& file, unsigned line) const {
  const auto found = lines_.find(file);
  return found != lines_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const auto& range) { return range.first <= line && line <= range.second; });
}

void parse_diff(std::string_view diff, const std::string& top, ChangedLines& changed) {
  std::string file;
  unsigned skip = 0; // lines of the hunk's body still to come, whatever they look like
  while (!diff.empty()) {
    const auto end = std::min(diff.find('\n'), diff.size());
    const std::string_view line = diff.substr(0, end);
    diff.remove_prefix(std::min(end + 1, diff.size()));
    if (skip > 0 && (line.starts_with('+') || line.starts_with('-'))) {
      --skip;
      continue;
    }
    if (line.starts_with("+++ ")) {
      const std::string name = unquoted(line.substr(4, line.ends_with('\t') ? line.size() - 5 : line.size()));
      file = name.starts_with("b/") ? top + "/" + name.substr(2) : "";
      continue;
    }
    unsigned first = 0;
    unsigned count = 0;
    if (!parse_range(line, first, count)) continue;
    unsigned gone_first = 0;
    unsigned gone = 0;
    std::string old(line.substr(0, line.find('+')));
    std::replace(old.begin(), old.end(), '-', '+');
    parse_range(old, gone_first, gone);
    skip = count + gone;
    if (file.empty()) continue;
    if (count == 0)
      changed.add(file, first, first + 1);
    else
      changed.add(file, first, first + count - 1);
  }
}

Result<ChangedLines> changed_since(const std::string& ref, const std::string& folder) {
  const Output top = git(folder, {"rev-parse", "--show-toplevel"});
  if (top.status == 127) return Error{"--diff-base needs git, which is not on PATH", "install git"};
  if (top.status != 0)
    return Error{"--diff-base: " + folder + " is in no git work tree",
                 "run inside the repository or name it with --root"};
  std::string root = top.text.substr(0, top.text.find_last_not_of('\n') + 1);
  if (ref.starts_with('-') || git(root, {"rev-parse", "--verify", "--quiet", ref + "^{commit}"}).status != 0)
    return Error{"--diff-base: git knows no commit '" + ref + "'",
                 "fetch it first (a shallow clone lacks older commits: git fetch --unshallow)"};
  const Output diff =
      git(root, {"diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames",
                 "--src-prefix=a/", "--dst-prefix=b/", "--ignore-submodules", ref, "--"});
  const Output fresh = git(root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (diff.status != 0 || fresh.status != 0)
    return Error{"--diff-base: git diff failed in " + root, "try: git diff " + ref};
  root = real_path(root);
  ChangedLines changed;
  parse_diff(diff.text, root, changed);
  std::string_view names = fresh.text;
  while (!names.empty()) {
    const auto end = std::min(names.find('\0'), names.size());
    changed.add(root + "/" + std::string(names.substr(0, end)), 0, end_of_file);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return changed;
}

void apply_diff_base(Report& report, const ChangedLines& changed, const std::string& root) {
  std::map<std::string, std::string> absolute; // of the report's names
  const auto on_changed_line = [&](const SourcePlace& place) {
    const auto [known, added] = absolute.try_emplace(place.file);
    if (added) known->second = real_path((fs::path(root) / place.file).string());
    return changed.contains(known->second, place.line);
  };
  for (Finding& finding : report.findings) {
    const auto side = std::find_if(finding.sides.begin(), finding.sides.end(), [&](const Side& s) {
      return on_changed_line(s.location) || std::any_of(s.stack.begin(), s.stack.end(), on_changed_line);
    });
    if (side != finding.sides.end())
      finding.primary = side->location;
    else if (!on_changed_line(finding.primary) && finding.state == FindingState::fresh)
      finding.state = FindingState::baseline;
  }
}

} // namespace burler::report
