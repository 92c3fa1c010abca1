#include <semaphore>
#include <thread>

std::binary_semaphore gate{1};
int slots = 0;

int main() {
  std::thread t([] {
    gate.acquire();
    ++slots;
    gate.release();
  });
  gate.acquire();
  ++slots;
  gate.release();
  t.join();
}
