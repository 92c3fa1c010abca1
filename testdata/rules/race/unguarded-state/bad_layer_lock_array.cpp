// One lock per layer; the optimiser takes the lock of another layer than the one it updates.
#include <array>
#include <mutex>
#include <thread>

std::array<std::mutex, 8> layer_locks;
float scale[8];

void backward() {
  std::lock_guard<std::mutex> guard(layer_locks[3]);
  scale[3] += 0.5f; // expect: race/unguarded-tensor
}

int main() {
  std::thread worker(backward);
  {
    std::lock_guard<std::mutex> guard(layer_locks[4]);
    scale[3] = 1.0f; // expect: race/unguarded-tensor
  }
  worker.join();
}
