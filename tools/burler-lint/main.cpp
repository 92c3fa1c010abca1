// burler-lint: extract -> link -> detect -> rules -> suppressions -> report.
#include "judge.h"
#include "options.h"

#include "extract/compile_database.h"
#include "extract/worker_pool.h"
#include "report/output.h"
#include "summary/dump.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace burler::lint {
namespace {

constexpr std::size_t worker_memory = std::size_t{12} << 30;

int fail(const Error& error) {
  std::cerr << "burler-lint: " << error.text() << '\n';
  return to_int(ExitCode::usage);
}

/// Which commands to analyse, from the database or the flags after `--`.
Result<extract::Selection> choose(const Options& options) {
  const std::string here = std::filesystem::current_path().string();
  if (options.flags_given && !options.build_dir.empty())
    return Error{"-p and -- exclude each other", "give flags after -- or a compile database, not both"};
  if (options.flags_given) {
    if (options.sources.empty()) return Error{"no source given before --", "try: burler lint FILE -- FLAGS"};
    return extract::single_files(options.sources, options.clang_flags, here);
  }
  std::string database = options.build_dir;
  if (database.empty()) database = extract::find_database(here);
  if (database.empty()) {
    if (options.sources.empty())
      return Error{"no compile_commands.json here, in build/ or above",
                   "configure with cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON and use -p DIR, or: burler lint "
                   "FILE -- FLAGS"};
    return extract::single_files(options.sources, {}, here);
  }
  auto commands = extract::read_database(database);
  if (!commands) return commands.error();
  auto selection = extract::select(*commands, options.sources, here);
  selection.database = database;
  // A database found by searching may belong to something else: files it does not know are single files.
  if (options.build_dir.empty() && selection.commands.empty() && !options.sources.empty())
    return extract::single_files(options.sources, {}, here);
  return selection;
}

extract::PoolOptions pool_options(const Options& options) {
  extract::PoolOptions pool;
  pool.jobs = options.jobs;
  pool.unit_limit = std::chrono::seconds(options.unit_limit);
  pool.memory_limit = worker_memory;
  pool.share_headers = !options.isolate;
  if (isatty(STDERR_FILENO) != 0)
    pool.progress = [](std::size_t done, std::size_t all, const std::string& file) {
      std::string name = std::filesystem::path(file).filename().string();
      name.resize(40, ' ');
      std::cerr << "\rreading [" << done << '/' << all << "] " << name << (done == all ? "\r\033[K" : "")
                << std::flush;
    };
  return pool;
}

int dump(const extract::Selection& selection, const model::Model& model,
         const extract::FrontendOptions& frontend) {
  for (const extract::Command& command : selection.commands)
    std::cout << summary::dump(extract::extract_unit(command, model, frontend));
  return to_int(selection.commands.empty() ? ExitCode::undecided : ExitCode::clean);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int run(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto model = model::load_models(options.models);
  if (!model) return fail(model.error());
  extract::FrontendOptions frontend;
  frontend.clang_path = extract::find_clang();
  frontend.cuda_stubs = extract::find_cuda_stubs();
  frontend.cuda_path = options.cuda_path;
  if (frontend.clang_path.empty())
    return fail(
        {"Clang's own headers were not found", "install clang-22 or point BURLER_CLANG at a clang binary"});
  auto selection = choose(options);
  if (!selection) return fail(selection.error());
  if (options.dump_summary) return dump(*selection, *model, frontend);

  auto extracted = extract::extract_all(selection->commands, *model, frontend, pool_options(options));
  const double reading = seconds_since(start);
  Report report;
  report.run.kind = "lint";
  report.run.command = options.command;
  report.run.undecided = std::move(selection->undecided);
  for (Undecided& unit : extracted.undecided) {
    unit.what = report_path(unit.what, options.output.root);
    report.run.undecided.push_back(std::move(unit));
  }
  const std::size_t units = extracted.units.size();
  std::uint64_t lines = 0;
  for (const auto& unit : extracted.units) {
    lines += unit.source_lines;
    for (const std::string& note : unit.notes)
      if (options.verbose)
        std::cerr << report_path(unit.main_file, options.output.root) << ": note: " << note << '\n';
  }
  const auto judging = std::chrono::steady_clock::now();
  judge(std::move(extracted.units), options, report);
  report.run.stats["translation_units"] = units;
  report.run.stats["source_lines"] = lines;
  report.run.stats["seconds_reading"] = reading;
  report.run.stats["seconds_judging"] = seconds_since(judging);
  return to_int(report::emit(std::move(report), options.output, units > 0));
}

} // namespace
} // namespace burler::lint

int main(int argc, char** argv) {
  burler::lint::Options options;
  const int code = burler::lint::parse_options(argc, argv, options);
  return code >= 0 ? code : burler::lint::run(options);
}
