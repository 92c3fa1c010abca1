#include "workload/trainloop/options.h"

#include "workload/trainloop/worker_pool.h"

#include <charconv>
#include <functional>
#include <map>

using namespace std::string_literals;

namespace burler::workload {
namespace {

bool to_size(const std::string& word, std::size_t& value) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

bool to_double(const std::string& word, double& value) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

using Setter = std::function<bool(CommandLine&, const std::string&)>;

Setter number(std::size_t& (*field)(CommandLine&)) {
  return [field](CommandLine& line, const std::string& word) {
    return to_size(word, field(line)) && field(line) > 0;
  };
}

const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> table{
      {"--steps", number([](CommandLine& c) -> std::size_t& { return c.trainer.steps; })},
      {"--workers", number([](CommandLine& c) -> std::size_t& { return c.trainer.workers; })},
      {"--dim", number([](CommandLine& c) -> std::size_t& { return c.trainer.model.dim; })},
      {"--layers", number([](CommandLine& c) -> std::size_t& { return c.trainer.model.layers; })},
      {"--heads", number([](CommandLine& c) -> std::size_t& { return c.trainer.model.heads; })},
      {"--context", number([](CommandLine& c) -> std::size_t& { return c.trainer.model.context; })},
      {"--windows", number([](CommandLine& c) -> std::size_t& { return c.trainer.windows; })},
      {"--evaluate-every", number([](CommandLine& c) -> std::size_t& { return c.trainer.evaluator.every; })},
      {"--checkpoint-every",
       number([](CommandLine& c) -> std::size_t& { return c.trainer.checkpoint.every; })},
      {"--seed", number([](CommandLine& c) -> std::size_t& { return c.trainer.seed; })},
      {"--target-loss",
       [](CommandLine& c, const std::string& word) {
         return to_double(word, c.trainer.evaluator.target_loss);
       }},
      {"--sync",
       [](CommandLine& c, const std::string& word) { return find_sync(c.trainer.sync = word) != nullptr; }},
      {"--pool",
       [](CommandLine& c, const std::string& word) {
         return (c.trainer.pool = word) == "none" || find_pool(word) != nullptr;
       }},
      {"--result", [](CommandLine& c, const std::string& word) { return !(c.result = word).empty(); }},
      {"--text", [](CommandLine& c, const std::string& word) { return !(c.text = word).empty(); }},
      {"--checkpoint",
       [](CommandLine& c, const std::string& word) { return !(c.trainer.checkpoint.path = word).empty(); }},
  };
  return table;
}

} // namespace

TrainerOptions tiny_options() {
  TrainerOptions options;
  options.model.context = 2;
  options.model.dim = 2;
  options.model.heads = 1;
  options.model.layers = 1;
  options.evaluator = {.every = 2, .windows = 1, .target_loss = 100, .print = false};
  options.checkpoint.every = 2;
  options.steps = 6;
  options.windows = 1;
  options.queue = 2;
  return options;
}

std::string tiny_text() { return "abcabcacbabcabcacb"; }

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  for (const std::string& word : arguments) // the other options change what --tiny chose, wherever it stands
    if (word == "--tiny") line.tiny = true, line.trainer = tiny_options();
  for (std::size_t i = 0; i < arguments.size() && line.problem.empty(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--tiny") continue;
    if (word == "--help" || word == "-h") {
      line.help = true;
      continue;
    }
    const auto setter = setters().find(word);
    if (setter == setters().end())
      line.problem = "unknown option " + word + "; see --help";
    else if (i + 1 == arguments.size())
      line.problem = word + " needs a value";
    else if (!setter->second(line, arguments[++i]))
      line.problem = word + " does not take '" + arguments[i] + "'; see --help";
  }
  if (line.problem.empty() && line.trainer.model.dim % line.trainer.model.heads != 0)
    line.problem = "--dim must be a multiple of --heads";
  return line;
}

std::string help_text() {
  std::string syncs, pools;
  for (std::size_t i = 0; i < sync_count; ++i)
    syncs += "    "s + sync_table[i]->name + ": " + sync_table[i]->summary + "\n";
  for (std::size_t i = 0; i < pool_count; ++i)
    pools += "    "s + pool_table[i]->name + ": " + pool_table[i]->summary + "\n";
  return "burler-trainloop: trains a small character-level transformer with concurrent threads\n"
         "  --text PATH             a text file, or a folder of *.md and *.txt (default: this project's "
         "pages)\n"
         "  --steps N               batches to load (600)\n"
         "  --workers N             threads that compute gradients (2); 1 is deterministic\n"
         "  --sync NAME             how the parameters are kept consistent (locked)\n" +
         syncs +
         "  --pool NAME             who runs the workers (none: threads that take from the queue "
         "themselves)\n" +
         pools +
         "  --dim N --layers N --heads N --context N --windows N\n"
         "                          size of the model and of a batch (32, 2, 4, 32, 8)\n"
         "  --seed N                of the weights and of the batches (1)\n"
         "  --evaluate-every N      steps between evaluations (50)\n"
         "  --target-loss X         stop early at this validation loss\n"
         "  --checkpoint FILE       where to write checkpoints (default: keep none)\n"
         "  --checkpoint-every N    steps between checkpoints (100)\n"
         "  --result FILE           append a line: sync, pool, steps, final loss, hash of the final "
         "parameters\n"
         "  --tiny                  a run of milliseconds, for schedule exploration\n"
         "Exit: 0 trained, 1 the loop's accounts do not match, 2 wrong usage, unreadable text, unwritable "
         "checkpoint.\n";
}

} // namespace burler::workload
