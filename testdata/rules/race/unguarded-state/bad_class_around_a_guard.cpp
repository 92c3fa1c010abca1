// The guard of the class is given back before the last accesses.
#include <mutex>
#include <thread>

struct Table {
  std::mutex mu;
  int rows = 0, cols = 0;
};

class Session {
public:
  explicit Session(Table& t) : lock_(t.mu), table_(t) {}
  void finish() { lock_.unlock(); }
  void bump() { table_.rows++; } // expect: race/unguarded-state

private:
  std::unique_lock<std::mutex> lock_;
  Table& table_;
};

class Locked {
public:
  explicit Locked(Table& t) : lock_(t.mu) {}

private:
  std::lock_guard<std::mutex> lock_;
};

void early(Table& t) {
  Session s(t);
  s.bump();
  s.finish();
  s.bump();
}

void after_the_scope(Table& t) {
  {
    Locked l(t);
    t.cols++;
  }
  t.cols++; // expect: race/unguarded-state
}

int main() {
  Table t;
  std::thread a([&] {
    early(t);
    after_the_scope(t);
  });
  early(t);
  after_the_scope(t);
  a.join();
}
