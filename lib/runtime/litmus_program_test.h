// A litmus test as text, "x=1:rel y:acq | y+1:ar F:sc x:rlx": threads of stores, loads, additions and fences
// on the cells x, y and z, all 0 at first. Two words depend on the thread's last load: "y=r:rlx" stores what
// it read (a data dependency), "y?1:rlx" stores 1 when it read something else than 0 (a control dependency).
// An outcome is 1 + the values of all loads in order and of x, y and z at the end, as digits of base 5.
#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace burler::runtime::testing {

struct LitmusStep {
  int thread;
  char kind; ///< = store, r load, + addition, F fence, ? store under a condition, i initial value (the
             ///< model's)
  int cell;
  int value; ///< -1: what the last load read
  std::string order;

  bool writes() const { return kind == '=' || kind == '+' || kind == '?' || kind == 'i'; }
  bool reads() const { return kind == 'r' || kind == '+'; }
};

inline std::vector<LitmusStep> litmus_steps(const std::string& text) {
  std::vector<LitmusStep> steps;
  std::istringstream in(text);
  int thread = 0;
  for (std::string word; in >> word;) {
    if (word == "|") {
      ++thread;
      continue;
    }
    const char second = word[1];
    LitmusStep step{thread, 'r', word[0] - 'x', 0, word.substr(word.find(':') + 1)};
    if (second == '=' || second == '+' || second == '?') {
      step.kind = second;
      step.value = word[2] == 'r' ? -1 : word[2] - '0';
    } else if (word[0] == 'F') {
      step.kind = 'F';
    }
    steps.push_back(step);
  }
  return steps;
}

} // namespace burler::runtime::testing
