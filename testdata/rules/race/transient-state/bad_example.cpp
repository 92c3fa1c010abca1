#include <cassert>
#include <cstdlib>
#include <mutex>
#include <thread>

std::mutex mu;
int in_flight = 0;
int weights = 0;

void run_step() {
  {
    std::lock_guard<std::mutex> lock(mu);
    ++in_flight; // expect: race/transient-state
  }
  {
    std::lock_guard<std::mutex> lock(mu);
    --in_flight;
  }
}

void swap_weights() {
  std::lock_guard<std::mutex> lock(mu);
  assert(in_flight == 0); // expect: race/transient-state
  weights++;
}

std::mutex state_mu, load_mu, save_mu;
int phase = 0;

void load() {
  std::lock_guard<std::mutex> whole(load_mu);
  state_mu.lock();
  phase = 2; // expect: race/transient-state
  state_mu.unlock();
  state_mu.lock();
  phase = 0;
  state_mu.unlock();
}

void save() {
  std::lock_guard<std::mutex> whole(save_mu); // not the lock of load()
  std::lock_guard<std::mutex> lock(state_mu);
  if (phase != 0) std::abort(); // expect: race/transient-state
}

int main() {
  std::thread steps([] {
    run_step();
    load();
  });
  swap_weights();
  save();
  steps.join();
}
