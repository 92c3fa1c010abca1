#include "cli/output_options.h"

#include "base/exit_code.h"
#include "report/baseline.h"
#include "report/suppressions.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace burler::cli {

namespace {

/// A mistake is told before the work, not after it.
CLI::Validator in_a_folder() {
  return CLI::Validator(
      [](std::string& path) -> std::string {
        if (path.empty()) return "no file is named";
        const auto folder = std::filesystem::path(path).parent_path();
        std::error_code error;
        if (path == "-") return {};
        if (!folder.empty() && !std::filesystem::is_directory(folder, error))
          return "the folder of " + path + " does not exist";
        if (std::filesystem::is_directory(path, error)) return path + " is a folder; name a file in it";
        const bool there = std::filesystem::exists(path, error);
        const std::string asked = there ? path : folder.empty() ? "." : folder.string();
        if (access(asked.c_str(), W_OK) != 0) return "cannot write " + path + ": " + std::strerror(errno);
        return {};
      },
      "");
}

template <typename T> CLI::Validator readable_by(Result<T> (*read)(const std::string&)) {
  return CLI::Validator(
      [read](std::string& path) -> std::string {
        const auto content = read(path);
        return content ? std::string() : content.error().text();
      },
      "");
}

} // namespace

void add_output_options(CLI::App& app, report::OutputRequest& request) {
  const std::string group = "Output";
  app.add_option("--json", request.json,
                 "write the report as burler-report/1 JSON to FILE, - for standard output")
      ->type_name("FILE")
      ->check(in_a_folder())
      ->group(group);
  app.add_option("--sarif", request.sarif, "write SARIF 2.1.0 to FILE, - for standard output")
      ->type_name("FILE")
      ->check(in_a_folder())
      ->group(group);
  app.add_option("--baseline", request.baseline,
                 "fingerprints already accepted; only other findings count as new")
      ->type_name("FILE")
      ->check(readable_by(report::read_baseline))
      ->group(group);
  app.add_option("--suppressions", request.suppressions,
                 "lines allow(RULE) PATTERN: REASON, or of a ThreadSanitizer suppression file")
      ->type_name("FILE")
      ->check(readable_by(report::read_suppressions))
      ->group(group);
  app.add_option("--root", request.root,
                 "paths under this folder are reported relative to it (default: current directory)")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--max-shown", request.limit, "show at most N findings as text (0 = all)")
      ->type_name("N")
      ->group(group);
  app.add_flag("-q,--quiet", request.quiet, "no text on standard output")->group(group);
}

void add_standard_options(CLI::App& app) {
  app.set_version_flag("--version", app.get_name() + " " BURLER_VERSION);
  app.get_formatter()->column_width(34);
}

int parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return to_int(ExitCode::clean);
  } catch (const CLI::CallForVersion&) {
    std::cout << app.version() << "\n";
    return to_int(ExitCode::clean);
  } catch (const CLI::ParseError& error) {
    std::cerr << app.get_name() << ": " << error.what() << "; see " << app.get_name() << " --help\n";
    return to_int(ExitCode::usage);
  }
  return -1;
}

} // namespace burler::cli
