// Stand-in for boost::span: a view of somebody else's elements.
#ifndef BURLER_STUB_BOOST_SPAN
#define BURLER_STUB_BOOST_SPAN
#include <cstddef>
namespace boost {
constexpr std::size_t dynamic_extent = static_cast<std::size_t>(-1);
template <class T, std::size_t N = dynamic_extent> class span {
public:
  span() = default;
  span(T* data, std::size_t size) : data_(data), size_(size) {}
  template <class Range> span(Range&& range) : data_(range.data()), size_(range.size()) {}
  T* data() const { return data_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::size_t i) const { return data_[i]; }
  T& front() const { return data_[0]; }
  T& back() const { return data_[size_ - 1]; }
  T* begin() const { return data_; }
  T* end() const { return data_ + size_; }
  span subspan(std::size_t from, std::size_t count = dynamic_extent) const;

private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};
} // namespace boost
#endif
