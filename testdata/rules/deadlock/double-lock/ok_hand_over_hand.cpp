// Walking a list with two locks held at a time: the pointer names another node in every round.
#include <mutex>

struct Node {
  std::mutex mu;
  Node* next = nullptr;
  int value = 0;
};

int sum(Node* node) {
  int total = 0;
  node->mu.lock();
  while (node->next != nullptr) {
    Node* next = node->next;
    next->mu.lock();
    total += node->value;
    node->mu.unlock();
    node = next;
  }
  node->mu.unlock();
  return total;
}

int main() {
  Node a, b;
  a.next = &b;
  return sum(&a);
}
