#include <mutex>

// The nested get() is told not to create, so it never comes back to allocate().
struct Pool {
  std::mutex mu;
  int* slot = nullptr;

  int* allocate() {
    std::lock_guard<std::mutex> g(mu);
    get(false);
    return new int(1);
  }
  int* get(bool create) {
    if (create && !slot) slot = allocate();
    return slot;
  }
};

int main() {
  Pool p;
  delete p.get(true);
}
