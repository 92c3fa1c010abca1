// std::call_once (also with an exception on the first try), function-local statics (also with a constructor
// that throws). Twins: 1 tests a plain flag instead, 2 reads what the initialiser writes without calling it.
#include <cassert>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

int twin = 0, made = 0, tries = 0;
bool made_flag = false;
std::once_flag once, once_more;

struct Costly {
  explicit Costly(bool fail) : values(3, 4) {
    if (fail) throw std::runtime_error("not yet");
  }
  std::vector<int> values;
};
Costly& costly() {
  static int calls = 0; // inside the guarded initialiser only
  static Costly object(++calls == 1);
  return object;
}

void make() { made += 5; }

void work() {
  if (twin == 1) {
    if (!made_flag) {
      make();
      made_flag = true;
    }
  } else if (twin != 2 || made == 0) {
    std::call_once(once, make);
  }
  assert(made == 5);
  try {
    std::call_once(once_more, [] {
      if (++tries == 1) throw std::runtime_error("again");
    });
  } catch (const std::runtime_error&) {
    std::call_once(once_more, [] { ++tries; });
  }
  assert(tries == 2);
  try {
    assert(costly().values[2] == 4);
  } catch (const std::runtime_error&) {
    assert(costly().values.size() == 3);
  }
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  std::thread a(work), b(work), c(work);
  a.join();
  b.join();
  c.join();
}
