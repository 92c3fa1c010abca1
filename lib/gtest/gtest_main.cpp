// main() of a GoogleTest program that burler can explore. Without --burler_schedules and --burler_replay it
// is gtest_main. With the first, each selected test is run under that many schedules by burler stress, this
// program being the one under test, and what is found fails the test "burler/SUITE.TEST". With the second,
// each recorded schedule (a *.schedule.json, or a folder of them) is a test "burler/recorded.NAME", which
// fails while the recorded defect shows. Compiled into the user's program, so that any GoogleTest from 1.10
// on will do.
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#ifndef BURLER_STRESS_PROGRAM
#define BURLER_STRESS_PROGRAM "burler-stress"
#endif

extern char** environ;

namespace {

using Words = std::vector<std::string>;

struct Options {
  std::string schedules; ///< empty = run the tests themselves
  std::string recorded;  ///< a recorded schedule or a folder of them, empty = none
  Words stress;          ///< further words for burler stress
  Words program;         ///< the program's own arguments
};

/// Takes our flags out; what is left belongs to the program.
Options read_options(int& count, char** words) {
  Options options;
  int kept = 1;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const std::string schedules = "--burler_schedules=", flag = "--burler_flag=",
                      recorded = "--burler_replay=";
    if (word.compare(0, schedules.size(), schedules) == 0) {
      options.schedules = word.substr(schedules.size());
    } else if (word.compare(0, recorded.size(), recorded) == 0) {
      options.recorded = word.substr(recorded.size());
    } else if (word.compare(0, flag.size(), flag) == 0) {
      options.stress.push_back(word.substr(flag.size()));
    } else {
      options.program.push_back(word);
      words[kept++] = words[i];
    }
  }
  words[count = kept] = nullptr;
  return options;
}

/// Runs a program to its end; its standard output and error together, and how it ended (as waitpid).
std::pair<std::string, int> output_of(const Words& command) {
  int ends[2];
  if (pipe(ends) != 0) return {std::strerror(errno), -1};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::vector<char*> words;
  for (const std::string& word : command)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::vector<char*> environment; // the shard and the report are this process's, not its children's
  for (char** entry = environ; *entry; ++entry)
    if (std::strncmp(*entry, "GTEST_", 6) != 0 && std::strncmp(*entry, "TEST_", 5) != 0)
      environment.push_back(*entry);
  char mark[] = "BURLER_UNDER_TEST=1";
  environment.push_back(mark);
  environment.push_back(nullptr);
  pid_t child = -1;
  const int error = posix_spawnp(&child, words[0], &actions, nullptr, words.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t n; error == 0 && (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = -1;
  if (error) return {command[0] + ": " + std::strerror(error), -1};
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {text, status};
}

std::string own_path() {
  char path[4096];
  const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string();
}

class Explored : public testing::Test {
public:
  explicit Explored(Words command) : command_(std::move(command)) {}
  void TestBody() override {
    const std::pair<std::string, int> result = output_of(command_);
    const int code = WIFEXITED(result.second) ? WEXITSTATUS(result.second) : 3;
    if (code == 1) ADD_FAILURE() << result.first;
    if (code > 1) ADD_FAILURE() << "burler stress could not decide:\n" << result.first;
  }

private:
  Words command_;
};

/// A recorded schedule, followed step by step. A program that does something else now cannot be judged by it.
class Recorded : public testing::Test {
public:
  explicit Recorded(Words command) : command_(std::move(command)) {}
  void TestBody() override {
    const std::pair<std::string, int> result = output_of(command_);
    const int code = WIFEXITED(result.second) ? WEXITSTATUS(result.second) : 2;
    if (code == 1) ADD_FAILURE() << "the recorded defect shows:\n" << result.first;
    if (code == 2) ADD_FAILURE() << "the recording cannot be replayed:\n" << result.first;
    if (code == 3) GTEST_SKIP() << "diverged, the program has changed; record again:\n" << result.first;
  }

private:
  Words command_;
};

std::string stress_program() {
  const char* chosen = std::getenv("BURLER_STRESS");
  return chosen ? chosen : BURLER_STRESS_PROGRAM;
}

void add(const std::string& suite, const std::string& test, const Options& options, const std::string& self) {
  Words command = {stress_program(), "--schedules", options.schedules, "--shard", "0/1"};
  command.insert(command.end(), options.stress.begin(), options.stress.end());
  command.insert(command.end(), {"--", self});
  for (const std::string& word : options.program)
    if (word.compare(0, 8, "--gtest_") != 0) command.push_back(word);
  command.insert(command.end(), {"--gtest_also_run_disabled_tests", "--gtest_color=no",
                                 "--gtest_filter=" + suite + "." + test});
  testing::RegisterTest(("burler/" + suite).c_str(), test.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                        [command]() -> testing::Test* { return new Explored(command); });
}

/// Asks this program itself which tests its flags select, and registers a test for each.
bool register_explored(const Options& options) {
  Words list = {own_path()};
  list.insert(list.end(), options.program.begin(), options.program.end());
  list.push_back("--gtest_list_tests");
  const std::pair<std::string, int> listed = output_of(list);
  if (listed.second != 0) {
    std::fprintf(stderr, "burler: the tests of %s cannot be listed\n", list[0].c_str());
    return false;
  }
  std::string suite;
  std::size_t at = 0;
  for (std::size_t end; (end = listed.first.find('\n', at)) != std::string::npos; at = end + 1) {
    std::string line = listed.first.substr(at, end - at);
    line.erase(std::min(line.find(" #"), line.size())); // "  # GetParam() = ..."
    line.erase(line.find_last_not_of(' ') + 1);
    if (line.compare(0, 2, "  ") == 0) {
      const std::string test = line.substr(2);
      if ((suite + test).find("DISABLED_") == std::string::npos) add(suite, test, options, list[0]);
    } else if (!line.empty() && line.back() == '.') {
      suite = line.substr(0, line.size() - 1);
    }
  }
  return true;
}

/// "a/b.schedule.json" -> "b"; empty when it is no recording.
std::string name_of_recording(const std::string& path) {
  const std::string end = ".schedule.json";
  if (path.size() <= end.size() || path.compare(path.size() - end.size(), end.size(), end) != 0) return "";
  const std::string name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.size() - end.size());
}

bool register_recorded(const Options& options) {
  Words files;
  if (!name_of_recording(options.recorded).empty()) files.push_back(options.recorded);
  if (DIR* folder = opendir(options.recorded.c_str())) {
    while (const dirent* entry = readdir(folder))
      if (!name_of_recording(entry->d_name).empty()) files.push_back(options.recorded + "/" + entry->d_name);
    closedir(folder);
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) std::fprintf(stderr, "burler: no *.schedule.json in %s\n", options.recorded.c_str());
  for (const std::string& file : files) {
    const Words command = {stress_program(), "replay", "--steps", "60", file, "--", own_path()};
    testing::RegisterTest("burler/recorded", name_of_recording(file).c_str(), nullptr, nullptr, __FILE__,
                          __LINE__, [command]() -> testing::Test* { return new Recorded(command); });
  }
  return !files.empty();
}

/// Of all tests only those that were registered here.
void select_ours() {
#ifdef GTEST_FLAG_SET
  GTEST_FLAG_SET(filter, "burler/*");
#else
  testing::GTEST_FLAG(filter) = "burler/*";
#endif
}

/// The first failed assertion, said again as the last line: the line that a report of a schedule quotes.
class LastWord : public testing::EmptyTestEventListener {
public:
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed() || !text_.empty()) return;
    text_ = std::string(result.file_name() ? result.file_name() : "?") + ":" +
            std::to_string(result.line_number()) + ": " + result.message();
    for (char& c : text_)
      if (c == '\n') c = ' ';
  }
  const std::string& text() const { return text_; }

private:
  std::string text_;
};

} // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  if (!options.schedules.empty() && !register_explored(options)) return 2;
  if (!options.recorded.empty() && !register_recorded(options)) return 2;
  if (!options.schedules.empty() || !options.recorded.empty()) select_ours();
  auto* word = new LastWord; // GoogleTest's from here on
  testing::UnitTest::GetInstance()->listeners().Append(word);
  const int result = RUN_ALL_TESTS();
  if (std::getenv("BURLER_UNDER_TEST") && !word->text().empty()) std::printf("%s\n", word->text().c_str());
  return result;
}
