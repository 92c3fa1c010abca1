// The command line of burler-lint.
#pragma once

#include "extract/stub_headers.h"
#include "finding/finding.h"
#include "report/output.h"

#include <string>
#include <vector>

namespace burler::lint {

struct Options {
  std::vector<std::string> sources;     ///< files, folders, globs
  std::vector<std::string> clang_flags; ///< after --
  bool flags_given = false;             ///< there was a --
  std::string build_dir;
  std::vector<std::string> models;
  std::vector<std::string> rules;
  std::vector<std::string> disabled_votes;
  std::string cuda_path;
  extract::StubUse stubs = extract::StubUse::automatic;
  bool isolate = false;
  bool inventory = false;
  bool dump_summary = false;
  bool verbose = false;
  bool profile = false;
  std::string cache;           ///< folder of the summary cache, empty = none
  unsigned cache_limit = 2048; ///< MiB
  std::string shard;           ///< "i/N", empty = of the environment
  std::string summaries;       ///< extract only, into this folder
  std::string link;            ///< judge the summaries of this folder
  std::string suggest;         ///< patch with thread-safety attributes, "-" = standard output, empty = none
  std::string diff_base;       ///< commit; findings on unchanged lines are no new ones
  unsigned jobs = 1;
  unsigned unit_limit = 300;
  report::OutputRequest output;
  std::vector<std::string> command; ///< as typed, for the report
};

/// -1 = go on, else the exit code to end with.
int parse_options(int argc, char** argv, Options& options);

} // namespace burler::lint
