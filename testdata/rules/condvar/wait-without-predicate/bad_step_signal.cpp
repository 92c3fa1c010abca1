// The optimiser waits for "gradients ready" through a helper that keeps no state; nobody tests anything afterwards.
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

struct Step {
  std::mutex mu;
  std::condition_variable ready;
  std::vector<float> gradient = std::vector<float>(64);

  void wait_ready() {
    std::unique_lock<std::mutex> hold(mu);
    ready.wait(hold); // expect: condvar/wait-without-predicate
  }
  void publish() {
    std::lock_guard<std::mutex> hold(mu);
    gradient[0] = 1.0f;
    ready.notify_all();
  }
};

float apply(Step& step) {
  step.wait_ready();
  std::lock_guard<std::mutex> hold(step.mu);
  return step.gradient[0];
}

int main() {
  Step step;
  std::thread backward([&] { step.publish(); });
  float g = apply(step);
  backward.join();
  return g > 0 ? 0 : 1;
}
