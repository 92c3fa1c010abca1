// flags: -std=c++20
#include <coroutine>
#include <map>
#include <mutex>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

struct Load {
  int key;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() { return key; }
};

class Cache {
public:
  Task update(int key) {
    std::lock_guard<std::mutex> hold(mu_);
    const int value = co_await Load{key}; // expect: deadlock/suspend-under-lock
    map_[key] = value;
  }

private:
  std::mutex mu_;
  std::map<int, int> map_;
};
