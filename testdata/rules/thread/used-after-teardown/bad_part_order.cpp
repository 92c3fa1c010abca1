#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

// The event loop, at work in a thread of its own.
class Device {
public:
  Device() : loop_([this] { run(); }) {}
  ~Device() { loop_.join(); }
  void enter(int fd) {
    std::lock_guard<std::mutex> lock(mutex_);
    fds_.insert(fd);
  }
  void leave(int fd) {
    std::lock_guard<std::mutex> lock(mutex_);
    fds_.erase(fd);
  }

private:
  void run();
  std::mutex mutex_;
  std::set<int> fds_;
  std::thread loop_;
};

class Link {
public:
  virtual ~Link() = default;
};

class SocketLink : public Link {
public:
  SocketLink(Device* device, int fd) : device_(device), fd_(fd) { device_->enter(fd_); }
  ~SocketLink() override { close(); }

private:
  void close() {
    device_->leave(fd_); // expect: thread/used-after-teardown
  }
  Device* const device_;
  int fd_;
};

class Group {
public:
  explicit Group(int size) : links_(size) {}
  virtual ~Group() = default;

protected:
  std::vector<std::unique_ptr<Link>> links_;
};

// links_ of the base outlives device_.
class SocketGroup : public Group {
public:
  SocketGroup(std::shared_ptr<Device> device, int size) : Group(size), device_(device) {}
  void connect(int rank, int fd) {
    links_[rank] = std::unique_ptr<Link>(new SocketLink(device_.get(), fd));
  }

private:
  std::shared_ptr<Device> device_;
};
