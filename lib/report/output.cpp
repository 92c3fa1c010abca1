#include "report/output.h"

#include "report/baseline.h"
#include "report/sarif.h"
#include "report/text.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unistd.h>

namespace burler::report {
namespace {

/// Writes to a descriptor to the end; a closed pipe counts as done, because the reader chose to stop.
Status write_descriptor(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EPIPE) return {};
    if (n < 0)
      return Error{std::string("cannot write to standard output: ") + std::strerror(errno),
                   "free some space"};
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

std::string dumped(const nlohmann::json& document) {
  // Bytes that are not UTF-8 (file names, messages of foreign programs) are replaced, never fatal.
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

ExitCode verdict(const Report& report, Confidence gate, bool something_ran) {
  for (const Finding& f : report.findings)
    if (f.state == FindingState::fresh && f.confidence <= gate) return ExitCode::findings;
  return !something_ran || !report.run.undecided.empty() ? ExitCode::undecided : ExitCode::clean;
}

} // namespace

Status write_whole(const std::string& path, std::string_view text) {
  if (path == "-") return write_descriptor(STDOUT_FILENO, text);
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) { // a pipe or /dev/null: no rename
    std::ofstream direct(path, std::ios::binary);
    direct << text << std::flush;
    return direct ? Status() : Status(Error{"cannot write " + path, "check the path"});
  }
  const std::string temporary = path + ".tmp" + std::to_string(::getpid());
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  out.close();
  if (!out) {
    const Error failure{"cannot write " + path + ": " + std::strerror(errno),
                        "check the folder and the free space"};
    fs::remove(temporary, error);
    return failure;
  }
  fs::rename(temporary, path, error);
  if (error) return Error{"cannot write " + path + ": " + error.message(), "check the folder"};
  return {};
}

bool wants_colour() { return ::isatty(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr; }

ExitCode emit(Report report, const OutputRequest& request, bool something_ran) {
  std::signal(SIGPIPE, SIG_IGN);
  bool failed = false;
  const auto check = [&](const Status& status) {
    if (status.ok()) return;
    std::cerr << "burler: " << status.error().text() << "\n";
    failed = true;
  };
  if (!request.baseline.empty()) {
    if (auto accepted = read_baseline(request.baseline))
      apply_baseline(report, *accepted);
    else
      check(Status(accepted.error()));
  }
  normalise(report);
  if (!request.json.empty()) check(write_whole(request.json, dumped(to_json(report))));
  if (!request.sarif.empty()) check(write_whole(request.sarif, dumped(to_sarif(report))));
  const bool stdout_taken = request.json == "-" || request.sarif == "-";
  if (!request.quiet && !stdout_taken)
    check(write_whole("-", to_text(report, {wants_colour(), true, request.root, request.limit})));
  if (failed) return ExitCode::usage;
  return verdict(report, request.gate, something_ran);
}

} // namespace burler::report
