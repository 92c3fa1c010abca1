// One mutex per condition, also through two guard objects, and one pair per object.
#include <condition_variable>
#include <mutex>
#include <thread>

struct Slot {
  std::mutex mu;
  std::condition_variable changed;
  bool full = false;
  void fill() {
    std::unique_lock<std::mutex> hold(mu);
    changed.wait(hold, [this] { return !full; });
    full = true;
    changed.notify_all();
  }
  void drain() {
    std::unique_lock<std::mutex> keep(mu);
    while (!full)
      changed.wait(keep);
    full = false;
    changed.notify_all();
  }
};

int main() {
  Slot prompt, answer;
  std::thread model([&] {
    prompt.drain();
    answer.fill();
  });
  prompt.fill();
  answer.drain();
  model.join();
}
