// Runs the litmus test in its argument, "x=1:rel y:acq | y+1:ar F:sc x:rlx": threads of stores, loads,
// additions, fences, stores of what the last load read ("y=r:rlx") or made only when it read something
// ("y?1:rlx"). Its exit status is 1 + the values of all loads in order and of x, y and z at the end,
// as digits of base 5.
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

struct Step {
  char kind;
  int cell, value, result;
  std::memory_order order;
};

std::atomic<int> cells[3];
int results[8], used = 0;

std::memory_order order_named(const char* name) {
  if (!std::strcmp(name, "rlx")) return std::memory_order_relaxed;
  if (!std::strcmp(name, "acq")) return std::memory_order_acquire;
  if (!std::strcmp(name, "rel")) return std::memory_order_release;
  return !std::strcmp(name, "ar") ? std::memory_order_acq_rel : std::memory_order_seq_cst;
}

Step parse(const char* word) {
  const char* colon = std::strchr(word, ':');
  Step step{std::strchr("=+?", word[1]) ? word[1]
            : word[0] == 'F'            ? 'F'
                                        : 'r',
            word[0] - 'x', 0, 0, order_named(colon + 1)};
  if (step.kind == '=' || step.kind == '+' || step.kind == '?')
    step.value = word[2] == 'r' ? -1 : word[2] - '0';
  if (step.kind == 'r' || step.kind == '+') step.result = used++;
  return step;
}

void run(const std::vector<Step>& steps) {
  int last = 0;
  for (const Step& step : steps) {
    if (step.kind == '=' || (step.kind == '?' && last != 0))
      cells[step.cell].store(step.value < 0 ? last : step.value, step.order);
    else if (step.kind == 'r')
      last = results[step.result] = cells[step.cell].load(step.order);
    else if (step.kind == '+')
      last = results[step.result] = cells[step.cell].fetch_add(step.value, step.order);
    else if (step.kind == 'F')
      std::atomic_thread_fence(step.order);
  }
}

int main(int count, char** words) {
  if (count < 2) return 0;
  std::vector<std::vector<Step>> programs(1);
  for (char* word = std::strtok(words[1], " "); word; word = std::strtok(nullptr, " ")) {
    if (*word == '|')
      programs.emplace_back();
    else
      programs.back().push_back(parse(word));
  }
  std::vector<std::thread> threads;
  for (const auto& program : programs)
    threads.emplace_back(run, std::cref(program));
  for (std::thread& thread : threads)
    thread.join();
  int code = 0;
  for (int i = 0; i < used; ++i)
    code = code * 5 + results[i];
  for (const auto& cell : cells)
    code = code * 5 + cell.load();
  std::exit(1 + code);
}
