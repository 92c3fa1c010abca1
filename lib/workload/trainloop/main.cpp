// burler-trainloop: see options.cpp for its command line.
#include "workload/trainloop/options.h"

#include <cstdio>
#include <fstream>
#include <functional>
#include <iomanip>
#include <optional>
#include <stdexcept>
#include <vector>

namespace {

using namespace burler::workload;

int report(const TrainingResult& result, const TrainerOptions& options) {
  const LossHistory& history = result.last.history;
  const double first = history.training.empty() ? 0 : history.training.front().loss;
  std::printf("trained %zu steps, training loss %.4f -> %.4f, %zu evaluations, %zu checkpoints\n",
              result.last.step, first, recent_training_loss(history, 20), history.validation.size(),
              result.checkpoints);
  if (!result.problem.empty()) {
    std::fprintf(stderr, "burler-trainloop: %s\n", result.problem.c_str());
    return 2;
  }
  if (result.accounts_match(options)) return 0;
  std::fprintf(stderr,
               "burler-trainloop: %zu batches loaded, but %llu finished in %zu steps with %zu losses\n",
               result.loaded, static_cast<unsigned long long>(result.batches), result.last.step,
               history.training.size());
  return 1;
}

/// For the comparison of many runs: what depends on the order in which threads came.
void append_outcome(const std::string& path, const TrainingResult& result, const TrainerOptions& options) {
  std::ofstream out(path, std::ios::app);
  const std::string bytes = encode_checkpoint(result.last);
  out << options.sync << ' ' << options.pool << ' ' << result.last.step << ' ' << std::setprecision(9)
      << recent_training_loss(result.last.history, 1) << ' ' << std::hash<std::string>()(bytes) << std::endl;
  if (!out) throw std::runtime_error("cannot write to " + path);
}

} // namespace

int main(int argc, char** argv) try {
  const CommandLine line = parse_command_line({argv + 1, argv + argc});
  if (line.help) {
    std::fputs(help_text().c_str(), stdout);
    return 0;
  }
  std::optional<std::string> text;
  const std::string path = line.text.empty() ? BURLER_DEFAULT_TEXT : line.text;
  if (!line.problem.empty())
    std::fprintf(stderr, "burler-trainloop: %s\n", line.problem.c_str());
  else if (!(text = line.tiny && line.text.empty() ? tiny_text() : read_text(path)))
    std::fprintf(stderr, "burler-trainloop: cannot read text from %s; name a file with --text\n",
                 path.c_str());
  if (!text) return 2;
  const Corpus corpus(*text, line.trainer.model.context);
  const TrainingResult result = train(corpus, line.trainer);
  if (!line.result.empty()) append_outcome(line.result, result, line.trainer);
  return report(result, line.trainer);
} catch (const std::exception& error) {
  std::fprintf(stderr, "burler-trainloop: %s\n", error.what());
  return 2;
}
