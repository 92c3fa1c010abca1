// burler demo: all three engines on the bundled programs and their mutants. Runs from a build tree.
#include "cli/output_options.h"
#include "compile/toolchain.h"
#include "demo/demo.h"

#include <csignal>
#include <filesystem>
#include <iostream>
#include <unistd.h>

int main(int argc, char** argv) {
  using namespace burler;
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("Shows all three engines on the bundled training loop and attention kernel.", "burler demo");
  cli::add_standard_options(app);
  std::string out = "burler-out", source = BURLER_DEMO_SOURCE, workloads = BURLER_DEMO_WORKLOADS;
  demo::DemoOptions options;
  app.add_option("--out", out, "folder for reports, schedules and logs (default burler-out)")
      ->type_name("DIR");
  app.add_option("--engine", options.engines, "only this engine: lint, stress or cuda (repeatable)")
      ->check(CLI::IsMember({"lint", "stress", "cuda"}));
  app.add_option("--source", source, "the project's sources, if they moved")->type_name("DIR");
  app.add_option("--workloads", workloads, "the build's folder of workloads, if it moved")->type_name("DIR");
  app.footer(
      "Exit: 0 every planted defect was shown and every clean program stayed silent, 1 not so, 3 something "
      "could not run.");
  if (const int done = cli::parse(app, argc, argv); done >= 0) return done;

  // The relative name keeps printed commands short; the demo never changes its working directory.
  const auto absolute = [](const std::string& path) {
    return std::filesystem::absolute(path).lexically_normal().string();
  };
  options.places = {compile::own_directory(), absolute(source), absolute(workloads), out};
  options.colour = report::wants_colour();
  options.progress = ::isatty(STDERR_FILENO) != 0;
  return to_int(demo::run_demo(options));
}
