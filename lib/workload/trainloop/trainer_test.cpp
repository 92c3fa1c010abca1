#include "workload/trainloop/trainer.h"

#include "workload/trainloop/options.h"
#include "workload/trainloop/worker_pool.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace burler::workload {
namespace {

std::string patterned_text() {
  std::string text;
  for (int i = 0; i < 40; ++i)
    text += "the loom weaves and the burler picks; ";
  return text;
}

TrainerOptions short_run(std::size_t workers) {
  TrainerOptions options;
  options.model = {.vocabulary = 0, .context = 16, .dim = 16, .heads = 2, .layers = 1};
  options.evaluator = {.every = 20, .windows = 4, .target_loss = 0, .print = false};
  options.checkpoint.every = 30;
  options.steps = 120;
  options.workers = workers;
  options.windows = 2;
  options.seed = 7;
  return options;
}

TEST(Trainer, LossFallsWithOneWorkerAndWithThree) {
  const Corpus corpus(patterned_text(), 16);
  for (const std::size_t workers : {1, 3}) {
    const TrainerOptions options = short_run(workers);
    const TrainingResult result = train(corpus, options);
    EXPECT_TRUE(result.accounts_match(options));
    EXPECT_GT(result.last.history.training.front().loss, 2.5);
    EXPECT_LT(recent_training_loss(result.last.history, 10), 2.0);
    ASSERT_GE(result.last.history.validation.size(), 1u);
  }
}

TEST(Trainer, OneWorkerIsDeterministic) {
  const Corpus corpus(patterned_text(), 16);
  const TrainingResult a = train(corpus, short_run(1)), b = train(corpus, short_run(1));
  ASSERT_EQ(a.last.history.training.size(), b.last.history.training.size());
  for (std::size_t i = 0; i < a.last.history.training.size(); ++i)
    EXPECT_EQ(a.last.history.training[i].loss, b.last.history.training[i].loss);
  for (std::size_t i = 0; i < a.last.parameters.size(); ++i)
    ASSERT_EQ(a.last.parameters.values()[i], b.last.parameters.values()[i]);
}

TEST(Trainer, OneWorkerGivesTheSameNumbersUnderEveryStrategyAndPool) {
  const Corpus corpus(patterned_text(), 16);
  const std::string reference = encode_checkpoint(train(corpus, short_run(1)).last);
  std::vector<std::string> pools{"none"};
  for (std::size_t i = 0; i < pool_count; ++i)
    pools.push_back(pool_table[i]->name);
  for (std::size_t i = 0; i < sync_count; ++i)
    for (const std::string& pool : pools) {
      if (pool == "stealing") continue; // the owner of a deque takes the newest batch first
      TrainerOptions options = short_run(1);
      options.sync = sync_table[i]->name;
      options.pool = pool;
      EXPECT_TRUE(encode_checkpoint(train(corpus, options).last) == reference) << options.sync << ' ' << pool;
    }
}

TEST(Trainer, ThreeWorkersLearnUnderEveryStrategyAndPool) {
  const Corpus corpus(patterned_text(), 16);
  for (std::size_t i = 0; i < sync_count; ++i)
    for (std::size_t j = 0; j < pool_count; ++j) {
      TrainerOptions options = short_run(3);
      options.sync = sync_table[i]->name;
      options.pool = pool_table[j]->name;
      const TrainingResult result = train(corpus, options);
      EXPECT_TRUE(result.accounts_match(options)) << options.sync << ' ' << options.pool;
      EXPECT_LT(recent_training_loss(result.last.history, 10), 2.0) << options.sync << ' ' << options.pool;
    }
}

TEST(Trainer, TheTinyRunStopsEarlyAndItsAccountsMatch) {
  for (int i = 0; i < 50; ++i) {
    const TrainerOptions options = tiny_options();
    const TrainingResult result = train(Corpus(tiny_text(), options.model.context), options);
    EXPECT_TRUE(result.accounts_match(options));
    EXPECT_GE(result.last.history.training.size(), options.evaluator.every);
  }
}

TEST(Checkpoint, SurvivesTheRoundTripAndNamesDamage) {
  const Corpus corpus(patterned_text(), 16);
  TrainerOptions options = short_run(2);
  options.checkpoint.path = std::filesystem::path(testing::TempDir()) / "trainloop_test.checkpoint";
  const TrainingResult result = train(corpus, options);
  EXPECT_GE(result.checkpoints, 1u);
  const Snapshot read = read_checkpoint(options.checkpoint.path);
  EXPECT_EQ(read.history.training.size(), read.step);
  EXPECT_EQ(read.parameters.size(), result.last.parameters.size());
  EXPECT_FALSE(std::filesystem::exists(options.checkpoint.path + ".tmp"));

  const std::string bytes = encode_checkpoint(result.last);
  EXPECT_EQ(encode_checkpoint(decode_checkpoint(bytes)), bytes);
  std::string damaged = bytes;
  damaged[bytes.size() / 2] ^= 1;
  EXPECT_THROW(decode_checkpoint(damaged), std::runtime_error);
  for (const std::size_t length : {0, 10, 30, 100})
    EXPECT_THROW(decode_checkpoint(bytes.substr(0, length)), std::runtime_error);
  EXPECT_THROW(write_checkpoint("/nonexistent/folder/file", result.last), std::runtime_error);
  std::filesystem::remove(options.checkpoint.path);
}

TEST(Checkpoint, AnUnwritablePlaceEndsTheTrainingWithAWord) {
  TrainerOptions options = short_run(2);
  options.checkpoint.path = "/nonexistent/folder/file";
  const TrainingResult result = train(Corpus(patterned_text(), 16), options);
  EXPECT_NE(result.problem.find("/nonexistent/folder/file"), std::string::npos);
  EXPECT_TRUE(result.accounts_match(options));
}

TEST(Tensor, CopiesShareStorageAndClonesDoNot) {
  Tensor a(2, 3);
  const Tensor shared = a, own = a.clone();
  a.fill(4);
  EXPECT_EQ(shared.values()[5], 4);
  EXPECT_EQ(own.values()[5], 0);
  EXPECT_EQ(a.row(1).size(), 3u);
  EXPECT_THROW(a.copy_from(Tensor(1, 1)), std::invalid_argument);
}

TEST(Corpus, RefusesATextThatIsTooShort) { EXPECT_THROW(Corpus("short", 16), std::invalid_argument); }

TEST(Options, WrongWordsAreNamed) {
  EXPECT_NE(parse_command_line({"--stepz", "3"}).problem.find("--stepz"), std::string::npos);
  EXPECT_FALSE(parse_command_line({"--steps"}).problem.empty());
  EXPECT_FALSE(parse_command_line({"--steps", "-3"}).problem.empty());
  EXPECT_FALSE(parse_command_line({"--dim", "6"}).problem.empty());
  EXPECT_FALSE(parse_command_line({"--sync", "psychic"}).problem.empty());
  EXPECT_FALSE(parse_command_line({"--pool", "swimming"}).problem.empty());
  EXPECT_TRUE(parse_command_line({"--pool", "none", "--sync", "lock-free"}).problem.empty());
  const CommandLine line = parse_command_line({"--steps", "9", "--tiny"});
  EXPECT_TRUE(line.problem.empty());
  EXPECT_TRUE(line.tiny);
}

} // namespace
} // namespace burler::workload
