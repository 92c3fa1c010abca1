#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct Weights {
  int version;
};

class Session {
public:
  std::vector<int> tokens() {
    std::lock_guard<std::mutex> lock(mutex_);
    return tokens_;
  }
  const std::string& model() const { return model_; } // never changes
  std::shared_ptr<const Weights> weights() {
    std::lock_guard<std::mutex> lock(mutex_);
    return weights_;
  }
  Weights* find(int id) {
    std::lock_guard<std::mutex> lock(mutex_);
    return owned_[id].get(); // the object stays where it is
  }
  template <class F> void with(F f) {
    std::lock_guard<std::mutex> lock(mutex_);
    f(tokens_);
  }
  void push(int token) {
    std::lock_guard<std::mutex> lock(mutex_);
    append() = token;
    owned_[token] = std::make_unique<Weights>();
    weights_ = std::make_shared<const Weights>();
  }

private:
  int& append() { // only called with the lock held
    tokens_.push_back(0);
    return tokens_.back();
  }

  std::mutex mutex_;
  std::vector<int> tokens_;
  std::string model_ = "base";
  std::shared_ptr<const Weights> weights_;
  std::map<int, std::unique_ptr<Weights>> owned_;
};
