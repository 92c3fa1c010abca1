// The second critical section looks at the element before it fills it.
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

struct Block {
  float k[16], v[16];
};

class Cache {
public:
  std::shared_ptr<Block> block(int id) {
    {
      std::shared_lock lock(mu_);
      const auto found = blocks_.find(id);
      if (found != blocks_.end()) return found->second;
    }
    std::unique_lock lock(mu_);
    auto& block = blocks_[id];
    if (!block) {
      block = std::make_shared<Block>();
      ++made_;
    }
    return block;
  }

private:
  std::shared_mutex mu_;
  std::unordered_map<int, std::shared_ptr<Block>> blocks_;
  int made_ = 0;
};
