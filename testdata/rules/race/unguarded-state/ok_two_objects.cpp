#include <thread>

struct Model {
  int step = 0;
  void train() { ++step; }
};

int main() {
  Model a, b;
  std::thread t(&Model::train, &a);
  std::thread u(&Model::train, &b);
  t.join();
  u.join();
}
