#include "demo/replay.h"

#include "finding/report.h"

#include <algorithm>

namespace burler::demo {

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false; // of a word, which may be empty when quoted
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote && c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      word += line[++i];
      inside = true;
    } else if (quote) {
      word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      inside = true;
    } else if (c == ' ') {
      if (inside) words.push_back(word);
      word.clear();
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) words.push_back(word);
  return words;
}

std::vector<std::string> replay_command(const Finding& finding, const std::string& tools,
                                        const std::string& report) {
  std::vector<std::string> words = words_of(finding.replay);
  if (words.size() < 3 || words[0] != "burler") return {};
  words[0] = tools + "/burler";
  words.insert(words.begin() + 2, {"--json", report, "--quiet"});
  return words;
}

bool shows_again(const std::string& report, const std::string& fingerprint) {
  const auto content = read_report(report);
  return content && std::any_of(content->findings.begin(), content->findings.end(),
                                [&](const Finding& f) { return f.fingerprint == fingerprint; });
}

} // namespace burler::demo
