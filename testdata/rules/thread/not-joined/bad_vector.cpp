// The decoders of a batch are never joined: the vector destroys joinable threads.
#include <atomic>
#include <thread>
#include <vector>

std::atomic<int> decoded{0};

void decode_batch(int n) {
  std::vector<std::thread> decoders;
  for (int i = 0; i < n; ++i)
    decoders.emplace_back([] { ++decoded; }); // expect: thread/not-joined
}

int main() { decode_batch(4); }
