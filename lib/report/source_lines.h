// Quotes lines of source files; files are read once. Missing or binary files give no line, never an error.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace burler::report {

class SourceLines {
public:
  explicit SourceLines(std::string root) : root_(std::move(root)) {}
  /// The line without surrounding blanks, cut at 100 characters; empty when it cannot be had.
  std::string line(const std::string& file, unsigned number);

private:
  std::string root_;
  std::map<std::string, std::vector<std::string>> files_;
};

} // namespace burler::report
