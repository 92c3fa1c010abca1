// A lock that lives as long as an object: taken by the factory, given back by the destructor.
#include <memory>
#include <mutex>

namespace {
std::mutex loader;
}

class Library {
public:
  static void acquire(std::unique_ptr<Library>* out) {
    loader.lock();
    out->reset(new Library());
  }
  ~Library() { loader.unlock(); }
  int open() { return 1; }

private:
  Library() = default;
};

int first() {
  std::unique_ptr<Library> library;
  Library::acquire(&library);
  return library->open();
}

int both() {
  int n = 0;
  {
    std::unique_ptr<Library> library;
    Library::acquire(&library);
    n += library->open();
  }
  std::unique_ptr<Library> library;
  Library::acquire(&library);
  return n + library->open();
}

int main() { return first() + both(); }
