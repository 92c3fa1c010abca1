#include <future>

int main() {
  int tokens = 0;
  auto result = std::async(std::launch::async, [&tokens] {
    tokens = 7; // expect: race/unguarded-state
  });
  tokens += 1; // expect: race/unguarded-state
  result.get();
  return tokens;
}
