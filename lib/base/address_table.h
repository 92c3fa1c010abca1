// Objects keyed by address that vanish with the memory they describe: a map of 4 KiB pages, each with 64
// short chains. Finding is O(1), erasing a range costs one lookup per page of the range.
#pragma once

#include "base/page_allocator.h"
#include "base/plain_map.h"

#include <cstdint>

namespace burler {

/// T is default-constructible. The table owns its objects; addresses are stable until erased.
template <typename T> class AddressTable {
public:
  AddressTable() = default;
  AddressTable(const AddressTable&) = delete;
  AddressTable& operator=(const AddressTable&) = delete;
  ~AddressTable() {
    pages_.each([](std::uint64_t, Page*& page) {
      for (Node* head : page->chains)
        while (head) {
          Node* next = head->next;
          page_drop(head);
          head = next;
        }
      page_drop(page);
    });
  }
  T* find(std::uint64_t address) {
    Page** page = pages_.find(address >> 12 | tag);
    if (!page) return nullptr;
    for (Node* node = (*page)->chains[chain(address)]; node; node = node->next)
      if (node->address == address) return &node->value;
    return nullptr;
  }
  /// Finds or makes; `made`, when given, says which.
  T& get(std::uint64_t address, bool* made = nullptr) {
    if (made) *made = false;
    if (T* found = find(address)) return *found;
    if (made) *made = true;
    Page*& page = pages_.get(address >> 12 | tag);
    if (!page) page = page_make<Page>();
    Node* node = page_make<Node>();
    node->address = address;
    node->next = page->chains[chain(address)];
    page->chains[chain(address)] = node;
    ++page->count;
    ++size_;
    return node->value;
  }
  /// Destroys the objects in [begin, end), after calling before(address, object) on each.
  template <typename F> void erase_range(std::uint64_t begin, std::uint64_t end, F before) {
    if (size_ == 0 || begin >= end) return;
    if ((end - begin) >> 12 > pages_.size()) { // more pages in the range than exist: walk those that exist
      pages_.each([&](std::uint64_t key, Page*& page) {
        const std::uint64_t first = (key & ~tag) << 12;
        if (first < end && first + 4096 > begin) erase_in(*page, begin, end, before);
      });
      return;
    }
    for (std::uint64_t number = begin >> 12; number <= (end - 1) >> 12; ++number)
      if (Page** page = pages_.find(number | tag)) erase_in(**page, begin, end, before);
  }
  template <typename F> void each(F f) {
    pages_.each([&](std::uint64_t, Page*& page) {
      for (Node* head : page->chains)
        for (Node* node = head; node; node = node->next)
          f(node->address, node->value);
    });
  }
  std::uint64_t size() const { return size_; }

private:
  static constexpr std::uint64_t tag = 1ULL << 63; // keeps keys away from 0
  struct Node {
    Node* next = nullptr;
    std::uint64_t address = 0;
    T value{};
  };
  struct Page {
    std::uint32_t count = 0;
    Node* chains[64] = {};
  };
  static std::uint64_t chain(std::uint64_t address) { return (address >> 3 ^ address) & 63; }

  template <typename F> void erase_in(Page& page, std::uint64_t begin, std::uint64_t end, F& before) {
    if (page.count == 0) return;
    for (Node*& head : page.chains)
      for (Node** link = &head; *link;) {
        Node* node = *link;
        if (node->address < begin || node->address >= end) {
          link = &node->next;
          continue;
        }
        before(node->address, node->value);
        *link = node->next;
        --page.count;
        --size_;
        page_drop(node);
      }
  }

  PlainMap<Page*> pages_;
  std::uint64_t size_ = 0;
};

} // namespace burler
