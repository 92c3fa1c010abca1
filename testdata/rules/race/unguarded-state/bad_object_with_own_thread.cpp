#include <thread>

class Sampler {
public:
  Sampler() : worker_(&Sampler::run, this) {}
  ~Sampler() { worker_.join(); }
  void set(int k) {
    top_k_ = k; // expect: race/unguarded-state
  }

private:
  void run() {
    for (int i = 0; i < 100; ++i) seen_ += top_k_; // expect: race/unguarded-state
  }
  int top_k_ = 40;
  long seen_ = 0;
  std::thread worker_;
};

int main() {
  Sampler s;
  s.set(3);
}
