// A class whose objects are made by a static method that also starts their thread.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

class Scheduler {
public:
  virtual ~Scheduler() = default;
  virtual void enqueue(int request) = 0;
};

struct Payload {
  int size = 0;
};

class Batcher : public Scheduler {
public:
  static void create(std::unique_ptr<Scheduler>* out) {
    Batcher* made = new Batcher();
    std::unique_ptr<Batcher> owner(made);
    owner->thread_ = std::thread([made] { made->run(); });
    out->reset(owner.release());
  }
  ~Batcher() override {
    {
      std::lock_guard<std::mutex> lock(mu_);
      stop_ = true;
    }
    cv_.notify_one();
    thread_.join();
    batch_ = 0;
  }
  void enqueue(int request) override {
    std::lock_guard<std::mutex> lock(mu_);
    batch_ = request; // expect: race/unguarded-state
    cv_.notify_one();
  }

private:
  Batcher() = default;
  void run() {
    batch_ = 1; // expect: race/unguarded-state
    std::unique_lock<std::mutex> lock(mu_);
    while (!stop_) cv_.wait(lock);
  }
  std::thread thread_;
  std::mutex mu_;
  std::condition_variable cv_;
  bool stop_ = false;
  int batch_ = 0;
};

void make_scheduler(std::unique_ptr<Scheduler>* out) { Batcher::create(out); }
