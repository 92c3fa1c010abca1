#include <mutex>
#include <thread>

std::mutex read_mu, write_mu;
int weights = 0;

void writer() {
  std::lock_guard<std::mutex> g(write_mu);
  weights = 1; // expect: race/unguarded-state
}

void reader(int* out) {
  std::lock_guard<std::mutex> g(read_mu);
  *out = weights; // expect: race/unguarded-state
}

int main() {
  int seen = 0;
  std::thread a(writer);
  std::thread b(reader, &seen);
  a.join();
  b.join();
  return seen;
}
