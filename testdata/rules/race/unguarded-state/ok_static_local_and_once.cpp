#include <mutex>
#include <thread>

int table[4];
std::once_flag flag;

int make() { return 3; }

int lookup() {
  static const int size = make();
  std::call_once(flag, [] { table[0] = 1; });
  return table[0] + size;
}

int main() {
  std::thread a([] { lookup(); }), b([] { lookup(); });
  a.join();
  b.join();
}
