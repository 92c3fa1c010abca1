#include "demo/demo.h"

#include "demo/child.h"
#include "demo/judge.h"
#include "demo/replay.h"
#include "report/output.h"
#include "report/sarif.h"
#include "report/text.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <sstream>

namespace burler::demo {
namespace {

namespace fs = std::filesystem;

constexpr double step_limit_s = 120;
constexpr double replay_limit_s = 60;

std::string seconds_text(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%5.1f s", seconds);
  return text.data();
}

/// The mutant's folder in the build tree is long and says nothing to a reader; commands keep it, to be
/// copied.
std::string shortened(const std::string& text, const std::string& folder) {
  std::string out;
  std::istringstream lines(text);
  const std::string relative = fs::proximate(folder).string() + "/";
  for (std::string line; std::getline(lines, line); out += line + "\n")
    if (line.find("replay:") == std::string::npos)
      for (const std::string& prefix : {folder + "/", relative})
        for (std::size_t at = 0; (at = line.find(prefix, at)) != std::string::npos;)
          line.replace(at, prefix.size(), ".../");
  return out;
}

class Demo {
public:
  explicit Demo(const DemoOptions& options) : options_(options) {}

  ExitCode run(const std::vector<Step>& plan) {
    std::cout
        << "Burler finds concurrency defects in LLM code. Here it looks at a training loop and an attention\n"
           "kernel, as they are and with one defect planted at a time.\n\n";
    for (const Step& step : plan)
      one_step(step);
    show_findings();
    const bool written = write_reports();
    closing(plan.size());
    if (!written) return ExitCode::usage;
    if (!wrong_.empty()) return ExitCode::findings;
    return undecided_.empty() ? ExitCode::clean : ExitCode::undecided;
  }

private:
  struct Shown {
    Show kind;
    Finding finding;
    std::string folder;
  };

  ChildEnd child(const std::vector<std::string>& command, const std::string& name, const std::string& what,
                 double limit) {
    const ChildEnd end =
        run_child(command, options_.places.out + "/steps/" + name + ".log", limit, [&](double seconds) {
          if (options_.progress) std::cerr << "\r\033[K" << what << seconds_text(seconds) << std::flush;
        });
    if (options_.progress) std::cerr << "\r\033[K" << std::flush;
    seconds_ += end.seconds;
    return end;
  }

  void line(const std::string& engine, const std::string& title, const std::string& word, double seconds,
            const char* mark) {
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(), "  %-5s %-6s %-36s %s  ", mark, engine.c_str(), title.c_str(),
                  seconds_text(seconds).c_str());
    std::cout << text.data() << word << "\n" << std::flush;
  }

  void one_step(const Step& step) {
    std::error_code ignored;
    fs::remove(step.report, ignored); // never judge an earlier run's report
    const ChildEnd end = child(step.command, step.name, step.engine + ": " + step.title + " ", step_limit_s);
    Outcome outcome = judge(step, end);
    line(step.engine, step.title, outcome.word, end.seconds,
         outcome.as_planned  ? "ok"
         : outcome.undecided ? "?"
                             : "WRONG");
    if (!outcome.as_planned) {
      (outcome.undecided ? undecided_ : wrong_).push_back(step.engine + ": " + step.title);
      if (end.started)
        std::cout << "        its output: " << options_.places.out << "/steps/" << step.name << ".log\n";
    }
    (step.rules.empty() ? silent_ : found_) += outcome.as_planned;
    if (outcome.report) reports_.push_back(*std::move(outcome.report));
    if (step.show != Show::no && outcome.finding)
      shown_.push_back({step.show, *outcome.finding, step.folder});
  }

  void show_findings() {
    const report::TextOptions form{
        .colour = options_.colour, .root = fs::current_path().string(), .most_lines = 10};
    for (const Shown& shown : shown_) {
      const char* title = shown.kind == Show::race       ? "A race"
                          : shown.kind == Show::deadlock ? "A deadlock"
                                                         : "A missing barrier";
      std::cout << "\n" << title << ":\n\n" << shortened(report::to_text(shown.finding, form), shown.folder);
      replay(shown.finding);
    }
  }

  /// The printed command must show the finding again.
  void replay(const Finding& finding) {
    const std::string name = "replay-" + finding.fingerprint;
    const std::string report = options_.places.out + "/steps/" + name + ".json";
    const auto command = replay_command(finding, options_.places.tools, report);
    if (command.empty()) return;
    std::error_code ignored;
    fs::remove(report, ignored);
    const ChildEnd end = child(command, name, "replaying ", replay_limit_s);
    const bool again = shows_again(report, finding.fingerprint);
    std::cout << (again ? "  replayed: the same finding, in" : "  NOT replayed, after")
              << seconds_text(end.seconds) << "\n";
    if (!again) wrong_.push_back("`" + finding.replay + "` did not show the finding again");
  }

  bool write_reports() {
    const Report all = merge(reports_);
    const std::string root = fs::current_path().string(), base = options_.places.out + "/report";
    bool good = true;
    for (const auto& [name, text] : std::initializer_list<std::pair<std::string, std::string>>{
             {base + ".txt", report::to_text(all, {.colour = false, .root = root})},
             {base + ".json", report::json_text(to_json(all))},
             {base + ".sarif", report::json_text(report::to_sarif(all, {root}))}})
      if (const Status written = report::write_whole(name, text); !written) {
        std::cerr << "burler demo: " << written.error().text() << "\n";
        good = false;
      }
    return good;
  }

  void closing(std::size_t steps) {
    std::cout << "\n"
              << found_ << " planted defects found, " << silent_ << " clean runs silent, " << steps
              << " steps in" << seconds_text(seconds_) << ".\n";
    for (const std::string& what : wrong_)
      std::cout << "NOT AS PLANNED: " << what << "\n";
    for (const std::string& what : undecided_)
      std::cout << "COULD NOT RUN: " << what << "\n";
    std::cout << "Reports: " << options_.places.out << "/report.txt, report.json, report.sarif\n";
  }

  const DemoOptions& options_;
  std::vector<Report> reports_;
  std::vector<Shown> shown_;
  std::vector<std::string> wrong_, undecided_;
  std::size_t found_ = 0, silent_ = 0;
  double seconds_ = 0;
};

} // namespace

ExitCode run_demo(const DemoOptions& options) {
  std::error_code error;
  fs::create_directories(options.places.out + "/steps", error);
  if (error) {
    std::cerr << "burler demo: cannot make " << options.places.out << ": " << error.message() << "\n";
    return ExitCode::usage;
  }
  if (!fs::is_directory(options.places.workloads, error)) {
    std::cerr << "burler demo: there are no built workloads at " << options.places.workloads
              << "; run the demo from a build tree: ci/demo\n";
    return ExitCode::undecided;
  }
  const auto plan = make_plan(options.places, options.engines);
  if (!plan) {
    std::cerr << "burler demo: " << plan.error().text() << "\n";
    return ExitCode::undecided;
  }
  return Demo(options).run(*plan);
}

} // namespace burler::demo
