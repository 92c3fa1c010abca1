// A growing array of trivially copyable elements on page_allocator memory. Same contract as std::vector for
// the few members it has; it exists because the runtime inside a program under test must not call that
// program's allocator.
#pragma once

#include "base/page_allocator.h"

#include <cstdint>
#include <cstring>
#include <type_traits>

namespace burler {

template <typename T> class PlainVector {
  static_assert(std::is_trivially_copyable_v<T>);

public:
  PlainVector() = default;
  PlainVector(const PlainVector& other) { assign(other); }
  PlainVector& operator=(const PlainVector& other) {
    if (this != &other) assign(other);
    return *this;
  }
  ~PlainVector() { page_release(data_, capacity_ * sizeof(T)); }

  std::uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::uint32_t i) { return data_[i]; }
  const T& operator[](std::uint32_t i) const { return data_[i]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  T& back() { return data_[size_ - 1]; }

  void push_back(const T& value) {
    const T copy = value; // value may lie in the array that grows
    reserve(size_ + 1);
    data_[size_++] = copy;
  }
  void pop_back() { --size_; }
  bool full() const { return size_ == capacity_; } ///< the next push_back allocates
  void clear() { size_ = 0; }
  /// New elements are zero.
  void resize(std::uint32_t size) {
    reserve(size);
    if (size > size_) std::memset(static_cast<void*>(data_ + size_), 0, (size - size_) * sizeof(T));
    size_ = size;
  }
  /// Keeps the order.
  void erase_at(std::uint32_t i) {
    std::memmove(static_cast<void*>(data_ + i), data_ + i + 1, (size_ - i - 1) * sizeof(T));
    --size_;
  }
  void reserve(std::uint32_t wanted) {
    if (wanted <= capacity_) return;
    std::uint32_t capacity = capacity_ ? capacity_ * 2 : 4;
    while (capacity < wanted)
      capacity *= 2;
    T* data = static_cast<T*>(page_allocate(capacity * sizeof(T)));
    if (size_) std::memcpy(static_cast<void*>(data), data_, size_ * sizeof(T));
    page_release(data_, capacity_ * sizeof(T));
    data_ = data;
    capacity_ = capacity;
  }

private:
  void assign(const PlainVector& other) {
    reserve(other.size_);
    if (other.size_) std::memcpy(static_cast<void*>(data_), other.data_, other.size_ * sizeof(T));
    size_ = other.size_;
  }

  T* data_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
};

} // namespace burler
