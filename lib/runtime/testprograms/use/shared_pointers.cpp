// shared_ptr counts across threads, weak_ptr::lock against the last release, enable_shared_from_this,
// use_count as a test for the last owner. Twins: 1 copies from one shared_ptr that another thread resets, 2
// uses a raw pointer.
#include <cassert>
#include <cstdlib>
#include <memory>
#include <thread>

int twin = 0;

struct Node : std::enable_shared_from_this<Node> {
  explicit Node(int v) : value(v) {}
  ~Node() { value = -1; }
  std::shared_ptr<Node> self() { return shared_from_this(); }
  int value;
};

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  auto node = std::make_shared<Node>(4);
  std::weak_ptr<Node> weak = node;
  std::thread counts([copy = node] {
    auto again = copy->self();
    assert(again->value == 4);
  });
  std::thread looks([weak] {
    if (auto held = weak.lock()) assert(held->value == 4);
    assert(weak.use_count() >= 0);
  });
  Node* raw = node.get();
  std::thread third([copy = node, raw, &node]() mutable {
    if (twin == 1) {
      auto stolen = node;
      if (stolen) assert(stolen->value == 4);
    }
    copy.reset();
    if (twin == 2) assert(raw->value == 4);
  });
  std::shared_ptr<int> by_parts(new int(3), [](int* p) { delete p; });
  std::thread deleter([mine = std::move(by_parts)] { assert(*mine == 3); });
  node.reset();
  counts.join();
  looks.join();
  third.join();
  deleter.join();
  assert(weak.expired());
}
