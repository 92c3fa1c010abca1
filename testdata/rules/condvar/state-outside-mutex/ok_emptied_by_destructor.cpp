// The destructor ends the thread and then empties what the thread waited for: the notification that its
// caller sends later is of another object's condition.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Cleaner {
public:
  Cleaner() : thread_(std::make_unique<std::thread>([this] { run(); })) {}
  ~Cleaner() {
    stop();
    removed_.clear();
  }
  void remove(int id) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      removed_.push_back(id);
    }
    changed_.notify_one();
  }
  void look() { changed_.notify_one(); }
  void stop() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      exit_ = true;
    }
    changed_.notify_one();
    if (thread_ && thread_->joinable()) thread_->join();
  }

private:
  void run() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!exit_) {
      changed_.wait(lock, [this] { return exit_ || !removed_.empty(); });
      removed_.clear();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool exit_ = false;
  std::vector<int> removed_;
  std::unique_ptr<std::thread> thread_;
};

class Model {
public:
  void replace() {
    cleaner_.reset();
    cleaner_ = std::make_unique<Cleaner>();
    cleaner_->look();
  }

private:
  std::unique_ptr<Cleaner> cleaner_;
};

int main() {
  Model model;
  model.replace();
  return 0;
}
