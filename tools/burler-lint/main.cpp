// burler-lint: extract -> link -> detect -> rules -> suppressions -> report.
#include "judge.h"
#include "options.h"
#include "profile.h"
#include "shards.h"
#include "suggest.h"

#include "base/hash.h"
#include "extract/compile_database.h"
#include "extract/worker_pool.h"
#include "report/diff_base.h"
#include "report/output.h"
#include "summary/dump.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <sstream>
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

/// Everything besides the command that decides a summary; the order of the models counts.
Result<std::string> summary_identity(const Options& options) {
  std::string identity = extract::tool_identity();
  for (const std::string& path : options.models) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return Error{"cannot read the model file " + path, "does it exist?"};
    identity += StableHash().add(text.view()).hex();
  }
  return identity;
}

/// Notes of the units, for --verbose, and the stand-in headers, for the report.
void tell_notes(const summary::SummaryStore& store, const Options& options, Report& report) {
  std::set<std::string> stubs;
  std::set<std::string> missing;
  for (const auto& [number, entry] : store.entries()) {
    const summary::SummaryHead& head = entry.head;
    stubs.insert(head.stub_headers.begin(), head.stub_headers.end());
    missing.insert(head.missing_headers.begin(), head.missing_headers.end());
    if (!options.verbose) continue;
    const std::string where = report_path(head.main_file, options.output.root) + ": note: ";
    for (const std::string& note : head.notes)
      std::cerr << where << note << '\n';
    for (const std::string& header : head.stub_headers)
      std::cerr << where << "bundled stand-in for the header " << header << '\n';
    for (const std::string& header : head.missing_headers)
      std::cerr << where << "read without the header " << header << '\n';
  }
  report.run.stats["stub_headers"] = stubs;
  report.run.stats["missing_headers"] = missing;
}

/// What the report says of a run whether or not it judges.
void describe(const extract::Extracted& extracted, const Options& options, Report& report,
              const Profile& profile) {
  tell_notes(extracted.store, options, report);
  std::uint64_t lines = 0;
  for (const auto& [number, entry] : extracted.store.entries())
    lines += entry.head.source_lines;
  report.run.stats["translation_units"] = extracted.store.entries().size();
  report.run.stats["source_lines"] = lines;
  describe_run(options, extracted, profile, report.run.stats);
}

/// Judges the summaries, completes the report and hands it out.
int finish(const extract::Extracted& extracted, const Options& options, Report report,
           const std::optional<report::ChangedLines>& changed, Profile& profile) {
  std::vector<detect::Annotation> annotations;
  judge(extracted.store, options, report, annotations, profile);
  if (!options.suggest.empty())
    if (const Status written = suggest(annotations, options); !written) return fail(written.error());
  if (changed) {
    report::apply_diff_base(report, *changed, options.output.root);
    report.run.stats["diff_base"] = {{"ref", options.diff_base}, {"changed_files", changed->files()}};
  }
  describe(extracted, options, report, profile);
  return to_int(report::emit(std::move(report), options.output, !extracted.store.entries().empty()));
}

/// One shard: no judging, so the exit code only says whether everything could be read.
int finish_shard(const extract::Extracted& extracted, const Options& options, Report report,
                 const Shard& shard, const std::string& identity, const extract::Selection& selection,
                 Profile& profile) {
  profile.begin("write summaries");
  const Status written =
      write_summaries(options, shard, identity, selection.commands, extracted, report.run.undecided);
  if (!written) return fail(written.error());
  profile.end();
  report.run.shard = shard.text();
  describe(extracted, options, report, profile);
  return to_int(report::emit(std::move(report), options.output, !selection.commands.empty()));
}

Report new_report(const Options& options) {
  Report report;
  report.run.kind = "lint";
  report.run.command = options.command;
  return report;
}

int link_shards(Options options, const std::string& identity,
                const std::optional<report::ChangedLines>& changed, Profile& profile) {
  if (!options.sources.empty() || options.flags_given || !options.build_dir.empty())
    return fail({"--link takes no sources", "the shards have read them; leave out files, -p and --"});
  profile.begin("read summaries");
  auto linked = summary::read_shards(options.link, identity);
  if (!linked) return fail(linked.error());
  options.isolate = linked->isolate;
  extract::Extracted extracted;
  extracted.store = std::move(linked->store);
  Report report = new_report(options);
  report.run.undecided = std::move(linked->undecided);
  return finish(extracted, options, std::move(report), changed, profile);
}

Result<extract::FrontendOptions> frontend_options(const Options& options) {
  extract::FrontendOptions frontend;
  frontend.clang_path = extract::find_clang();
  frontend.cuda_stubs = extract::find_cuda_stubs();
  frontend.stubs = extract::find_stubs();
  frontend.stubs.use = options.stubs;
  frontend.cuda_path = options.cuda_path;
  if (frontend.clang_path.empty())
    return Error{"Clang's own headers were not found",
                 "install clang-22 or point BURLER_CLANG at a clang binary"};
  return frontend;
}

int read_and_judge(const Options& options, const model::Model& model, const std::string& identity,
                   const std::optional<report::ChangedLines>& changed, Profile& profile) {
  const auto frontend = frontend_options(options);
  if (!frontend) return fail(frontend.error());
  auto selection = choose(options);
  if (!selection) return fail(selection.error());
  if (options.dump_summary) return dump(*selection, model, *frontend);
  extract::PoolOptions pool = pool_options(options);
  if (!options.summaries.empty()) {
    const auto shard = chosen_shard(options);
    if (!shard) return fail(shard.error());
    pool.shard = *shard;
  }
  std::optional<extract::SummaryCache> cache;
  if (!options.cache.empty()) {
    auto opened = extract::SummaryCache::open(options.cache, identity + (options.isolate ? "isolate" : ""));
    if (!opened) return fail(opened.error());
    cache = std::move(*opened);
    pool.cache = &*cache;
  }
  const auto extracted = extract::extract_all(selection->commands, model, *frontend, pool);
  if (cache && extracted.hits < extracted.asked) cache->prune(std::uint64_t{options.cache_limit} << 20);
  Report report = new_report(options);
  report.run.undecided = selection->undecided;
  for (const Undecided& unit : extracted.undecided)
    report.run.undecided.push_back({report_path(unit.what, options.output.root), unit.reason});
  if (!options.summaries.empty())
    return finish_shard(extracted, options, std::move(report), pool.shard, identity, *selection, profile);
  return finish(extracted, options, std::move(report), changed, profile);
}

int run(const Options& options) {
  Profile profile;
  profile.begin("read sources");
  std::optional<report::ChangedLines> changed;
  if (!options.diff_base.empty()) {
    auto lines = report::changed_since(options.diff_base, options.output.root);
    if (!lines) return fail(lines.error());
    changed = std::move(*lines);
  }
  const auto model = model::load_models(options.models);
  if (!model) return fail(model.error());
  const bool stored = !options.cache.empty() || !options.summaries.empty() || !options.link.empty();
  const auto identity = stored ? summary_identity(options) : Result<std::string>(std::string());
  if (!identity) return fail(identity.error());
  return options.link.empty() ? read_and_judge(options, *model, *identity, changed, profile)
                              : link_shards(options, *identity, changed, profile);
}

} // namespace
} // namespace burler::lint

int main(int argc, char** argv) {
  burler::lint::Options options;
  const int code = burler::lint::parse_options(argc, argv, options);
  return code >= 0 ? code : burler::lint::run(options);
}
