// Two blocks are locked in the order of their numbers.
#include <mutex>
#include <thread>

struct Block {
  int number;
  int tokens = 0;
  std::mutex mu;
};

Block a{0}, b{1};

void swap_tokens(Block* x, Block* y) {
  if (x->number < y->number) {
    x->mu.lock();
    y->mu.lock();
  } else {
    y->mu.lock();
    x->mu.lock();
  }
  const int t = x->tokens;
  x->tokens = y->tokens;
  y->tokens = t;
  x->mu.unlock();
  y->mu.unlock();
}

int main() {
  std::thread one([] { swap_tokens(&a, &b); }), two([] { swap_tokens(&b, &a); });
  one.join();
  two.join();
}
