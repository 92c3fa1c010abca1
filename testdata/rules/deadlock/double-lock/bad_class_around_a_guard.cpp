#include <mutex>

struct Table {
  std::mutex mu;
  int rows = 0;
};

class Locked {
public:
  explicit Locked(Table& t) : lock_(t.mu) {} // expect: deadlock/double-lock

private:
  std::lock_guard<std::mutex> lock_;
};

int rows(Table& t) {
  Locked l(t);
  return t.rows;
}

int twice(Table& t) {
  Locked l(t);
  return 2 * rows(t);
}

int main() {
  Table t;
  return twice(t);
}
