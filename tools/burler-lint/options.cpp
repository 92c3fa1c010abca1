#include "options.h"

#include "cli/output_options.h"
#include "detect/votes/vote.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>

namespace burler::lint {
namespace {

constexpr const char* examples = R"(Examples:
  burler lint -p build                        every source of build/compile_commands.json as one program
  burler lint -p build 'src/server/*.cpp'     only these (a star also crosses folders)
  burler lint cache.cpp -- -std=c++20 -Iinc   one file with its flags
  burler lint attention.cu                    CUDA without a toolkit: bundled stand-in headers
  burler lint -p build --baseline known.txt --sarif out.sarif --quiet

Exit codes: 0 nothing new, 1 new findings, 2 wrong usage, 3 something could not be analysed.)";

void add_options(CLI::App& app, Options& options) {
  app.add_option("sources", options.sources,
                 "files, folders or globs; default: every source of the compile database")
      ->type_name("FILES|GLOBS");
  app.add_option("-p", options.build_dir,
                 "folder with compile_commands.json (default: searched upward, also in build/)")
      ->type_name("DIR");
  app.add_flag("--isolate", options.isolate, "treat every source as a program of its own");
  const std::map<std::string, Confidence> tiers{
      {"high", Confidence::high}, {"medium", Confidence::medium}, {"low", Confidence::low}};
  app.add_option("--confidence", options.output.gate,
                 "lowest confidence that is shown and makes the exit code 1 (default: high)")
      ->transform(CLI::CheckedTransformer(tiers, CLI::ignore_case).description(""))
      ->type_name("high|medium|low");
  app.add_option("--rule", options.rules,
                 "run only this rule or area, such as race or deadlock/double-lock (repeatable)")
      ->allow_extra_args(false)
      ->type_name("ID");
  app.add_option("--disable-vote", options.disabled_votes,
                 "for developers: do not ask this vote about races (repeatable; docs/votes.md)")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(detect::vote_names()).description(""))
      ->type_name("NAME");
  app.add_flag("--inventory", options.inventory,
               "print the table of shared objects, their threads and inferred guards");
  app.add_option("--suggest-annotations", options.suggest,
                 "write a patch that declares the locks the code keeps to as thread-safety attributes (- for "
                 "standard output)")
      ->type_name("FILE");
  app.add_option("--models", options.models, "add your own models of locks, threads and tensors (repeatable)")
      ->allow_extra_args(false)
      ->type_name("FILE");
  app.add_option("--cuda-path", options.cuda_path, "use this CUDA toolkit's headers")->type_name("DIR");
  const std::map<std::string, extract::StubUse> uses{
      {"auto", extract::StubUse::automatic}, {"on", extract::StubUse::on}, {"off", extract::StubUse::off}};
  app.add_option("--stubs", options.stubs,
                 "bundled stand-ins for headers of libraries that are not installed (default: auto, where a "
                 "header is not found)")
      ->transform(CLI::CheckedTransformer(uses, CLI::ignore_case).description(""))
      ->type_name("auto|on|off");
  app.add_option("-j,--jobs", options.jobs, "worker processes (default: all cores)")
      ->check(CLI::Range(1u, 1024u).description(""))
      ->type_name("N");
  app.add_option("--unit-limit", options.unit_limit, "seconds one source may take")
      ->check(CLI::Range(1u, 86400u).description(""))
      ->type_name("S");
  app.add_option("--cache", options.cache,
                 "keep summaries in this folder: sources that have not changed are not parsed again")
      ->type_name("DIR");
  app.add_option("--cache-limit", options.cache_limit, "MiB the cache may keep (default: 2048)")
      ->check(CLI::Range(1u, 1u << 24).description(""))
      ->type_name("N");
  app.add_option("--diff-base", options.diff_base,
                 "only findings with a side on a line changed since this git commit are new")
      ->type_name("REF");
  auto* summaries = app.add_option("--summaries", options.summaries,
                                   "read the sources of one shard into this folder and stop; see --link")
                        ->type_name("DIR");
  app.add_option("--shard", options.shard,
                 "which part of the sources, such as 0/4 (default: the array index of Slurm, Kubernetes or "
                 "the test runner)")
      ->type_name("i/N")
      ->needs(summaries);
  app.add_option("--link", options.link, "judge the summaries of all shards in this folder as one program")
      ->type_name("DIR")
      ->excludes(summaries);
  app.add_flag("--profile", options.profile, "tell on standard error, and in run.stats, where the time goes");
  app.add_flag("--dump-summary", options.dump_summary, "print what was extracted from the sources and stop");
  app.add_flag("-v,--verbose", options.verbose, "tell dropped flags and other notes on standard error");
}

} // namespace

int parse_options(int argc, char** argv, Options& options) {
  options.command.assign(argv, argv + argc);
  int own = argc;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) != "--") continue;
    own = i;
    options.flags_given = true;
    options.clang_flags.assign(argv + i + 1, argv + argc);
    break;
  }
  options.jobs = std::max(1u, std::thread::hardware_concurrency());
  CLI::App app("Finds data races and deadlocks in C, C++ and CUDA sources without running them.",
               "burler-lint");
  app.footer(examples);
  add_options(app, options);
  cli::add_output_options(app, options.output);
  cli::add_standard_options(app);
  const int code = cli::parse(app, own, argv);
  if (options.suggest == "-") options.output.quiet = true; // the patch has standard output to itself
  if (options.output.root.empty()) options.output.root = std::filesystem::current_path().string();
  options.output.root = std::filesystem::absolute(options.output.root).lexically_normal().string();
  return code;
}

} // namespace burler::lint
