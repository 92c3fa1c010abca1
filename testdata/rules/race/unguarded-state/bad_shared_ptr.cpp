#include <memory>
#include <thread>

struct Config {
  int batch = 1;
};

void tune(std::shared_ptr<Config> config) {
  config->batch = 8; // expect: race/unguarded-state
}

int main() {
  auto config = std::make_shared<Config>();
  std::thread t(tune, config);
  config->batch = 4; // expect: race/unguarded-state
  t.join();
}
