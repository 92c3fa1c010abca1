// Classes that wrap a guard: what they take in their constructor they give back in their destructor or
// earlier.
#include <memory>
#include <mutex>

#include <thread>

struct Table {
  std::mutex mu, other;
  int rows = 0, cols = 0;
};

class Locked { // a guard with a name
public:
  explicit Locked(Table& t) : lock_(t.mu), table_(t) {}
  ~Locked() { table_.rows++; }
  int rows() const { return table_.rows; }

private:
  std::lock_guard<std::mutex> lock_;
  Table& table_;
};

class Session { // may let go early
public:
  explicit Session(Table& t) : lock_(t.mu), table_(t) {}
  void finish() { lock_.unlock(); }
  void again() { lock_.lock(); }
  void bump() { table_.rows++; }

private:
  std::unique_lock<std::mutex> lock_;
  Table& table_;
};

class Both {
public:
  explicit Both(Table& t) : lock_(t.mu, t.other), table_(t) {}
  void bump() {
    table_.rows++;
    table_.cols++;
  }

private:
  std::scoped_lock<std::mutex, std::mutex> lock_;
  Table& table_;
};

class Late { // locks when asked
public:
  explicit Late(Table& t) : table_(t) {}
  void begin() { lock_ = std::unique_lock<std::mutex>(table_.mu); }
  void bump() { table_.rows++; }

private:
  Table& table_;
  std::unique_lock<std::mutex> lock_;
};

int once(Table& t) {
  Locked l(t);
  return l.rows();
}
int twice(Table& t) { return once(t) + once(t); }
void loop(Table& t) {
  for (int i = 0; i < 3; ++i) {
    Locked l(t);
    t.rows++;
  }
}
void early(Table& t) {
  Session s(t);
  s.bump();
  s.finish();
  Session u(t);
  u.bump();
  u.finish();
  u.again();
  u.bump();
}
void both(Table& t) {
  {
    Both b(t);
    b.bump();
  }
  {
    Both b(t);
    b.bump();
  }
  std::lock_guard<std::mutex> g(t.other);
  t.cols++;
}
void late(Table& t) {
  {
    Late l(t);
    l.begin();
    l.bump();
  }
  {
    Late l(t);
    l.begin();
    l.bump();
  }
}
void heap(Table& t) {
  auto l = std::make_unique<Locked>(t);
  t.rows++;
  l.reset();
  auto m = std::make_unique<Locked>(t);
  t.rows++;
}
void raw(Table& t) {
  Locked* l = new Locked(t);
  t.rows++;
  delete l;
  l = new Locked(t);
  t.rows++;
  delete l;
}

int main() {
  Table t;
  std::thread a([&] {
    twice(t);
    loop(t);
    early(t);
    both(t);
    late(t);
    heap(t);
    raw(t);
  });
  twice(t);
  loop(t);
  early(t);
  both(t);
  late(t);
  heap(t);
  raw(t);
  a.join();
}
