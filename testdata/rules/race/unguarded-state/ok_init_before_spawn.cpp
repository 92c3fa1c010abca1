#include <string>
#include <thread>

std::string config;

void serve() {
  if (config.empty()) return;
}

int main() {
  config = "small";
  std::thread a(serve);
  std::thread b(serve);
  a.join();
  b.join();
  config.clear();
}
