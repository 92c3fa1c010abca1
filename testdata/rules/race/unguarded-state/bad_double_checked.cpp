#include <mutex>
#include <thread>

struct Tokenizer {
  int size = 3;
};

std::mutex mu;
Tokenizer* instance = nullptr;

Tokenizer* get() {
  if (instance == nullptr) { // expect: race/unguarded-state
    std::lock_guard<std::mutex> g(mu);
    if (instance == nullptr) instance = new Tokenizer; // expect: race/unguarded-state
  }
  return instance;
}

int main() {
  std::thread a([] { get(); }), b([] { get(); });
  a.join();
  b.join();
}
