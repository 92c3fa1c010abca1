#include "report/source_lines.h"

#include <filesystem>
#include <fstream>

namespace burler::report {
namespace {

constexpr std::size_t longest_quote = 100;
constexpr std::uintmax_t largest_file = 32u << 20;

std::vector<std::string> read_lines(const std::string& path) {
  std::vector<std::string> lines;
  std::error_code error;
  if (std::filesystem::file_size(path, error) > largest_file || error) return lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    lines.push_back(std::move(line));
  return lines;
}

} // namespace

std::string SourceLines::line(const std::string& file, unsigned number) {
  if (file.empty() || number == 0) return {};
  auto found = files_.find(file);
  if (found == files_.end()) {
    const std::filesystem::path path(file);
    const auto full = path.is_absolute() || root_.empty() ? path : std::filesystem::path(root_) / path;
    found = files_.emplace(file, read_lines(full.string())).first;
  }
  if (number > found->second.size()) return {};
  const std::string& text = found->second[number - 1];
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  std::string quote = text.substr(first);
  quote.erase(quote.find_last_not_of(" \t\r") + 1);
  if (quote.size() > longest_quote) quote = quote.substr(0, longest_quote - 3) + "...";
  for (char& c : quote)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return quote;
}

} // namespace burler::report
