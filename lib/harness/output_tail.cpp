#include "harness/output_tail.h"

#include <algorithm>

namespace burler::harness {

void OutputTail::add(std::string_view text) {
  total_ += text.size();
  const std::size_t to_head = std::min(text.size(), kept - head_.size());
  head_.append(text.substr(0, to_head));
  text.remove_prefix(to_head);
  if (text.size() > kept) text.remove_prefix(text.size() - kept);
  tail_.append(text);
  if (tail_.size() > 2 * kept) tail_.erase(0, tail_.size() - kept);
}

std::string OutputTail::text() const {
  const std::string_view tail = std::string_view(tail_).substr(tail_.size() > kept ? tail_.size() - kept : 0);
  const std::uint64_t left_out = total_ - head_.size() - tail.size();
  std::string out = head_;
  if (left_out != 0) out += "\n... " + std::to_string(left_out) + " bytes left out ...\n";
  return out.append(tail);
}

std::string OutputTail::last_line() const {
  std::string_view all = tail_.empty() ? std::string_view(head_) : std::string_view(tail_);
  while (!all.empty() && (all.back() == '\n' || all.back() == '\r' || all.back() == ' '))
    all.remove_suffix(1);
  const auto start = all.rfind('\n');
  std::string line(start == std::string_view::npos ? all : all.substr(start + 1));
  if (line.size() > 200) line = line.substr(0, 197) + "...";
  return line;
}

} // namespace burler::harness
