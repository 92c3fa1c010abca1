// A factory fills the object that it returns; an update starts threads of its own, which end before it returns.
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Model {
public:
  static std::unique_ptr<Model> create(const std::string& path) {
    std::unique_ptr<Model> model(new Model);
    model->path_ = path;
    model->update(2);
    return model;
  }
  ~Model() { instances_.clear(); }

  void update(int count) {
    std::mutex made_mutex;
    std::vector<std::future<int>> made;
    for (int i = 0; i < count; ++i)
      made.push_back(std::async(std::launch::async, [this, i, &made_mutex] {
        const int size = static_cast<int>(path_.size()) + i;
        std::lock_guard<std::mutex> lock(made_mutex);
        instances_.push_back(size);
        return size;
      }));
    for (auto& result : made)
      result.get();
  }

private:
  Model() = default;
  std::string path_;
  std::vector<int> instances_;
  std::mutex mutex_;
};
