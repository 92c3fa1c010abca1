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
    device_->leave(fd_);
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

// The destructor ends the links first.
class SocketGroup : public Group {
public:
  SocketGroup(std::shared_ptr<Device> device, int size) : Group(size), device_(device) {}
  ~SocketGroup() override {
    links_.clear();
    device_.reset();
  }
  void connect(int rank, int fd) {
    links_[rank] = std::unique_ptr<Link>(new SocketLink(device_.get(), fd));
  }

private:
  std::shared_ptr<Device> device_;
};

// Declared in the right order.
class Owner {
public:
  void connect(int fd) { links_.push_back(std::unique_ptr<Link>(new SocketLink(&device_, fd))); }

private:
  Device device_;
  std::vector<std::unique_ptr<Link>> links_;
};

// The part shares the device.
class SharingLink : public Link {
public:
  SharingLink(std::shared_ptr<Device> device, int fd) : device_(device), fd_(fd) {}
  ~SharingLink() override { device_->leave(fd_); }

private:
  std::shared_ptr<Device> device_;
  int fd_;
};

class SharingGroup : public Group {
public:
  explicit SharingGroup(std::shared_ptr<Device> device) : Group(2), device_(device) {}
  void connect(int rank, int fd) { links_[rank] = std::unique_ptr<Link>(new SharingLink(device_, fd)); }

private:
  std::shared_ptr<Device> device_;
};

// The part does not use the device when it ends.
class PlainLink : public Link {
public:
  PlainLink(Device* device, int fd) : device_(device), fd_(fd) {}
  void open() { device_->enter(fd_); }

private:
  Device* device_;
  int fd_;
};

class PlainGroup : public Group {
public:
  explicit PlainGroup(std::shared_ptr<Device> device) : Group(2), device_(device) {}
  void connect(int rank, int fd) { links_[rank] = std::unique_ptr<Link>(new PlainLink(device_.get(), fd)); }

private:
  std::shared_ptr<Device> device_;
};
