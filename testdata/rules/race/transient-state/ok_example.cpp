// In-flight counters and phases as correct programs have them.
#include <cassert>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

std::mutex mu, outer;
std::condition_variable idle;
int in_flight = 0, phase = 0, users = 0, opened = 0, batch = 0;
bool stopping = false;

void run_step() {
  {
    std::lock_guard<std::mutex> lock(mu);
    ++in_flight;
  }
  {
    std::lock_guard<std::mutex> lock(mu);
    --in_flight;
    idle.notify_all();
  }
}

// Waits for the state before it asserts it.
void drain() {
  std::unique_lock<std::mutex> lock(mu);
  idle.wait(lock, [] { return in_flight == 0; });
  assert(in_flight == 0);
  while (phase != 0)
    idle.wait(lock);
  assert(phase == 0);
}

// Looks first.
void try_drain() {
  std::lock_guard<std::mutex> lock(mu);
  if (in_flight != 0) return;
  assert(in_flight == 0);
}

// One critical section around both changes.
void enter_phase() {
  std::lock_guard<std::mutex> lock(mu);
  phase = 1;
  phase = 0;
}
void check_phase() {
  std::lock_guard<std::mutex> lock(mu);
  assert(phase == 0);
}

// A lock around both changes that the assertion takes too.
void batched() {
  std::lock_guard<std::mutex> whole(outer);
  mu.lock();
  batch = 1;
  mu.unlock();
  mu.lock();
  batch = 0;
  mu.unlock();
}
void check_batch() {
  std::lock_guard<std::mutex> whole(outer);
  std::lock_guard<std::mutex> lock(mu);
  assert(batch == 0);
}

// A thread asserts that it is a user itself: true at any time.
void use() {
  mu.lock();
  ++users;
  mu.unlock();
  mu.lock();
  assert(users > 0);
  --users;
  mu.unlock();
}

// Busy is an answer, not a broken promise.
void open_once() {
  mu.lock();
  opened++;
  mu.unlock();
  mu.lock();
  opened--;
  mu.unlock();
}
void refuse_when_busy() {
  std::lock_guard<std::mutex> lock(mu);
  if (opened != 0) throw std::runtime_error("busy");
}

int main() {
  assert(in_flight == 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([] {
      run_step();
      enter_phase();
      batched();
      use();
      open_once();
    });
  drain();
  try_drain();
  check_phase();
  check_batch();
  refuse_when_busy();
  for (std::thread& t : threads)
    t.join();
  std::lock_guard<std::mutex> lock(mu);
  assert(in_flight == 0 && users == 0); // after the join
}
