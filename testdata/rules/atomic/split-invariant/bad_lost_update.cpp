// Token accounting by load and store: two decoders lose each other's tokens.
#include <atomic>
#include <thread>

std::atomic<long> tokens{0};
std::atomic<double> loss{0};

void decode(int n) {
  tokens = tokens + n;             // expect: atomic/split-invariant
  loss.store(loss.load() + 0.5);   // expect: atomic/split-invariant
}

int main() {
  std::thread a(decode, 3), b(decode, 4);
  a.join();
  b.join();
  return static_cast<int>(tokens);
}
