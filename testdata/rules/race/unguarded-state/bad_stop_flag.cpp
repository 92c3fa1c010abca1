#include <thread>

struct Loop {
  bool stop = false;
  long turns = 0;
  void run() {
    while (!stop) // expect: race/unguarded-state
      ++turns;
  }
};

int main() {
  Loop loop;
  std::thread t(&Loop::run, &loop);
  loop.stop = true; // expect: race/unguarded-state
  t.join();
}
