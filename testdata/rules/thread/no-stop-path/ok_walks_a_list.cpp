// The loop goes along a list that was built before the start.
#include <thread>

struct Layer {
  Layer* next = nullptr;
  float weight = 1;
};

float forward(const Layer& first) {
  const Layer* layer = &first;
  float x = 1;
  while (layer->next) {
    x *= layer->weight;
    layer = layer->next;
  }
  return x;
}

int main() {
  Layer first;
  float x = 0;
  std::thread t([&] { x = forward(first); });
  t.join();
  return x > 0;
}
