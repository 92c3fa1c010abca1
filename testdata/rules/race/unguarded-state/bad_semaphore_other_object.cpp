#include <semaphore>
#include <thread>

std::binary_semaphore a{1}, b{1};
int slots = 0;

int main() {
  std::thread t([] {
    a.acquire();
    ++slots; // expect: race/unguarded-state
    a.release();
  });
  b.acquire();
  ++slots; // expect: race/unguarded-state
  b.release();
  t.join();
}
