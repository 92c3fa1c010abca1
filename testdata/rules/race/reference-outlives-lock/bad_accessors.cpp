#include <map>
#include <mutex>
#include <string>
#include <vector>

class Session {
public:
  const std::vector<int>& tokens() {
    std::lock_guard<std::mutex> lock(mutex_);
    return tokens_; // expect: race/reference-outlives-lock
  }
  const std::string* name() {
    std::lock_guard<std::mutex> lock(mutex_);
    return &name_; // expect: race/reference-outlives-lock
  }
  int& last() {
    std::lock_guard<std::mutex> lock(mutex_);
    return tokens_.back(); // expect: race/reference-outlives-lock
  }
  void push(int token) {
    std::lock_guard<std::mutex> lock(mutex_);
    tokens_.push_back(token);
  }
  void rename(const std::string& name) {
    std::lock_guard<std::mutex> lock(mutex_);
    name_ = name;
  }

private:
  std::mutex mutex_;
  std::vector<int> tokens_;
  std::string name_;
};
