// burler cuda: builds .cu files for the host, runs the program under the checks and reports.
#include "base/exit_code.h"
#include "cli/output_options.h"
#include "cudahost/driver/build.h"
#include "cudahost/driver/explain.h"
#include "cudahost/driver/process.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace {

using namespace burler;
namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files, arguments, flags;
  std::string engine = "host", keep;
  std::uint64_t seed = 0;
  unsigned time_limit = 300;
  bool unchecked = false;
  report::OutputRequest output;
};

/// A private directory, removed at the end unless it is the user's.
class Workplace {
public:
  explicit Workplace(const std::string& keep) : keep_(!keep.empty()) {
    std::error_code error;
    if (keep_) {
      fs::create_directories(keep, error);
      path_ = fs::absolute(keep, error).string();
      return;
    }
    std::string pattern = (fs::temp_directory_path(error) / "burler-cuda-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Workplace() {
    std::error_code ignored;
    if (!keep_ && !path_.empty()) fs::remove_all(path_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const std::string& path() const { return path_; }

private:
  bool keep_;
  std::string path_;
};

std::string names(const Options& o) {
  std::string out;
  for (const std::string& f : o.files)
    out += (out.empty() ? "" : " ") + f;
  return out;
}

std::string quoted(const std::string& word) {
  if (!word.empty() &&
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=+,:%@") ==
          std::string::npos)
    return word;
  std::string out = "'";
  for (const char c : word)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string replay_command(const Options& o) {
  std::string out = "burler cuda";
  if (o.seed != 0) out += " --seed " + std::to_string(o.seed);
  for (const std::string& f : o.files)
    out += " " + quoted(f);
  if (!o.arguments.empty()) out += " --args";
  for (const std::string& a : o.arguments)
    out += " " + quoted(a);
  if (!o.flags.empty()) out += " --";
  for (const std::string& f : o.flags)
    out += " " + quoted(f);
  return out;
}

void note_ending(const cudahost::ProcessResult& r, const Options& o, Report& report) {
  const auto undecided = [&](const std::string& reason) {
    report.run.undecided.push_back({names(o), reason});
  };
  if (r.timed_out)
    undecided("the program did not finish within " + std::to_string(o.time_limit) +
              " s; raise --time-limit or give a smaller input");
  else if (r.signal != 0)
    undecided(std::string("the program was ended by a signal (") + strsignal(r.signal) +
              "); what ran before was judged");
  else if (r.exit_code == 127 || r.exit_code == 70)
    undecided("the program could not run; its output says why");
  report.run.stats["exit_code"] = r.exit_code;
  report.run.stats["output_bytes"] = r.output.size() + r.dropped;
}

/// What a report can hold of a compiler's words: the heading and the first error.
std::string first_lines(const std::string& text) {
  std::string out = text.substr(0, text.find('\n'));
  if (const std::size_t error = text.find("error:"); error != std::string::npos) {
    const std::size_t begin = text.rfind('\n', error) + 1;
    out += " " + text.substr(begin, text.find('\n', error) - begin);
  }
  return out;
}

/// Runs the built program and adds what it showed. False when nothing ran.
bool run_and_judge(const Options& o, const std::string& program, const std::string& resources,
                   const std::string& directory, Report& report) {
  cudahost::ProcessRequest request;
  request.command = {program};
  request.command.insert(request.command.end(), o.arguments.begin(), o.arguments.end());
  const std::string results = directory + "/results.jsonl";
  fs::remove(results);
  if (!o.unchecked) request.environment.emplace_back("BURLER_CUDA_RESULTS", results);
  if (o.seed != 0) request.environment.emplace_back("BURLER_CUDA_SEED", std::to_string(o.seed));
  request.keep = 1u << 20;
  request.forward = o.output.quiet ? 0 : 256u << 10;
  request.limit = std::chrono::seconds(o.time_limit);
  auto ran = cudahost::run_process(request);
  if (!ran) {
    report.run.undecided.push_back({names(o), ran.error().text()});
    return false;
  }
  note_ending(*ran, o, report);
  if (o.unchecked) return true;
  std::error_code ignored;
  const std::string hidden = fs::weakly_canonical(resources + "/include", ignored).string();
  auto explained = cudahost::explain_results(results, program, o.output.root, hidden);
  if (!explained) {
    report.run.undecided.push_back({names(o), explained.error().text()});
    return true;
  }
  for (Finding& f : explained->findings) {
    f.replay = replay_command(o);
    report.findings.push_back(std::move(f));
  }
  for (const std::string& failure : explained->failures)
    report.run.undecided.push_back({names(o), failure});
  for (const std::string& launch : explained->launch_errors)
    report.run.undecided.push_back({names(o), "a launch was refused: " + launch});
  if (!explained->started)
    report.run.undecided.push_back({names(o), "the program made no CUDA call, so nothing was judged"});
  return explained->started;
}

int run(const Options& o, const std::vector<std::string>& command) {
  for (const std::string& file : o.files) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) {
      std::cerr << "burler cuda: " << file << ": no such file; give the .cu sources of one program\n";
      return to_int(ExitCode::usage);
    }
  }
  const auto resources = cudahost::find_resources();
  if (!resources) {
    std::cerr << "burler cuda: " << resources.error().text() << "\n";
    return to_int(ExitCode::usage);
  }
  const Workplace workplace(o.keep);
  if (workplace.path().empty()) {
    std::cerr << "burler cuda: cannot make a temporary directory; set TMPDIR\n";
    return to_int(ExitCode::usage);
  }
  Report report;
  report.run.kind = "cuda";
  report.run.command = command;
  if (isatty(2) != 0 && !o.output.quiet) std::cerr << "burler cuda: building " << names(o) << "\n";
  cudahost::BuildRequest build;
  build.sources = o.files;
  build.flags = o.flags;
  if (const char* compiler = std::getenv("BURLER_CXX")) build.compiler = compiler;
  build.directory = workplace.path();
  build.resources = *resources;
  build.checked = !o.unchecked;
  const auto program = cudahost::build_program(build);
  bool ran = false;
  if (!program) {
    const std::string text = program.error().text();
    std::cerr << "burler cuda: " << text << "\n";
    report.run.undecided.push_back({names(o), first_lines(text)});
  } else {
    ran = run_and_judge(o, *program, *resources, workplace.path(), report);
  }
  return to_int(report::emit(std::move(report), o.output, ran));
}

/// Everything after `word` (and before `stop`) leaves the command line CLI11 sees.
std::vector<std::string> take_after(std::vector<std::string>& words, const std::string& word) {
  const auto it = std::find(words.begin(), words.end(), word);
  if (it == words.end()) return {};
  std::vector<std::string> out(it + 1, words.end());
  words.erase(it, words.end());
  return out;
}

} // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  const std::vector<std::string> command = words;
  Options o;
  o.flags = take_after(words, "--");
  o.arguments = take_after(words, "--args");
  CLI::App app{
      "Runs CUDA programs on the host, without a GPU, and reports races, missing and divergent barriers, "
      "stream-order errors and accesses out of bounds.\n"
      "burler cuda [OPTIONS] FILES.cu... [--args ARGUMENTS...] [-- COMPILER FLAGS...]",
      "burler cuda"};
  app.add_option("FILES", o.files, "the sources of one program (.cu, .cpp), one with main()")->required();
  app.add_option("--engine", o.engine, "how to run: host")->check(CLI::IsMember({"host"}));
  app.add_option("--seed", o.seed, "order of threads and blocks; 0 = in order. Verdicts rarely depend on it");
  app.add_option("--time-limit", o.time_limit, "seconds the program may run")
      ->check(CLI::Range(1u, 1000000u));
  app.add_option("--keep", o.keep, "build in this directory and keep it");
  app.add_flag("--unchecked", o.unchecked, "run without the detector, to compare speed");
  cli::add_output_options(app, o.output);
  cli::add_standard_options(app);
  std::vector<char*> raw;
  for (std::string& w : words)
    raw.push_back(w.data());
  if (const int done = cli::parse(app, static_cast<int>(raw.size()), raw.data()); done >= 0) return done;
  std::error_code ignored;
  if (o.output.root.empty()) o.output.root = fs::current_path(ignored).string();
  o.output.root = fs::absolute(o.output.root, ignored).lexically_normal().string();
  return run(o, command);
}
