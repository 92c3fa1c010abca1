#include "detect/happens_before.h"

namespace burler::detect {

namespace {
bool conflict(const PastAccess& a, const PastAccess& b) {
  return ((a.kind | b.kind) & access_write) && !(a.kind & b.kind & access_atomic);
}
/// An access that races with `old` also races with `fresh`, which comes after it: `old` can be dropped.
bool makes_redundant(const PastAccess& fresh, const PastAccess& old) {
  return (old.mask & ~fresh.mask) == 0 && ((fresh.kind & access_write) || !(old.kind & access_write)) &&
         (!(fresh.kind & access_atomic) || (old.kind & access_atomic));
}
std::uint64_t page_key(std::uint64_t number) { return number | 1ULL << 63; }
} // namespace

HappensBefore::~HappensBefore() {
  for (ThreadClocks* thread : threads_)
    page_drop(thread);
  pages_.each([](std::uint64_t, Page*& page) {
    for (Word& word : page->words)
      drop(word);
    page_release(page, sizeof(Page));
  });
}

HappensBefore::Page* HappensBefore::find_page(std::uint64_t number) {
  Cached& cached = cache_[number & 255];
  if (cached.page && cached.number == number) return cached.page;
  Page** page = pages_.find(page_key(number));
  if (!page) return nullptr;
  cached = {number, *page};
  return *page;
}

HappensBefore::Page& HappensBefore::get_page(std::uint64_t number) {
  if (Page* page = find_page(number)) return *page;
  auto* page = static_cast<Page*>(page_allocate(sizeof(Page)));
  pages_.get(page_key(number)) = page;
  cache_[number & 255] = {number, page};
  return *page;
}

void HappensBefore::append(Word& word, const PastAccess& access) {
  if (word.count >= 2u + word.capacity) {
    const std::uint32_t capacity = word.capacity ? word.capacity * 2u : 4u;
    auto* more = static_cast<PastAccess*>(page_allocate(capacity * sizeof(PastAccess)));
    for (std::uint32_t i = 0; i < word.capacity; ++i)
      more[i] = word.more[i];
    page_release(word.more, word.capacity * sizeof(PastAccess));
    word.more = more;
    word.capacity = static_cast<std::uint8_t>(capacity);
  }
  at(word, word.count++) = access;
}

void HappensBefore::drop(Word& word) {
  if (word.capacity) page_release(word.more, word.capacity * sizeof(PastAccess));
  word.more = nullptr;
  word.count = word.capacity = 0;
}

void HappensBefore::touch(Word& word, std::uint64_t address, const PastAccess& access, PairSink& sink) {
  const VectorClock& now = of(access.thread).now;
  std::uint32_t kept = 0;
  const std::uint32_t count = word.count;
  for (std::uint32_t i = 0; i < count; ++i) {
    PastAccess& old = at(word, i);
    if (old.thread == access.thread) {
      const bool covers = (access.mask & ~old.mask) == 0 && old.clock == access.clock &&
                          (old.kind & access_write) >= (access.kind & access_write) &&
                          (old.kind & access_atomic) == (access.kind & access_atomic);
      if (covers && kept == i) { // same epoch: nothing new, and nothing was dropped yet
        if (old.pc != access.pc) sink.covered(address, old, access);
        return;
      }
      if (makes_redundant(access, old)) {
        if (old.pc != access.pc) sink.covered(address, access, old);
        continue;
      }
    } else if (old.mask & access.mask) {
      const bool ordered = old.clock <= now.get(old.thread);
      if (conflict(old, access)) sink.pair(address, old, access, ordered);
      if (ordered && makes_redundant(access, old)) continue;
    }
    if (kept != i) at(word, kept) = old;
    ++kept;
  }
  word.count = static_cast<std::uint8_t>(kept);
  // 254 unordered accesses to one word say all there is to say.
  if (word.count < 250) append(word, access);
}

void HappensBefore::access(std::uint64_t address, std::uint64_t size, PastAccess access, PairSink& sink) {
  access.clock = of(access.thread).now.get(access.thread);
  const std::uint64_t end = address + size;
  while (address < end) {
    const std::uint64_t word = address & ~7ULL;
    const std::uint64_t stop = end < word + 8 ? end : word + 8;
    access.mask = static_cast<std::uint8_t>(((1u << (stop - address)) - 1) << (address - word));
    touch(get_page(word >> page_bits).words[word >> 3 & (page_words - 1)], word, access, sink);
    address = stop;
  }
}

void HappensBefore::release_memory(std::uint64_t address, std::uint64_t size, PastAccess access,
                                   PairSink& sink) {
  access.clock = of(access.thread).now.get(access.thread);
  access.kind = access_write | access_free;
  const std::uint64_t end = address + size;
  for (std::uint64_t word = address & ~7ULL; word < end; word += 8) {
    Page* page = find_page(word >> page_bits);
    if (!page) {
      word = (word | ((1ULL << page_bits) - 1)) - 7; // to the last word of the page
      continue;
    }
    Word& cell = page->words[word >> 3 & (page_words - 1)];
    if (cell.count == 0) continue;
    access.mask = 0xff;
    touch(cell, word, access, sink);
  }
}

void HappensBefore::forget_accesses(std::uint64_t address, std::uint64_t size) {
  const std::uint64_t end = address + size;
  if (size >> page_bits > pages_.size() + 64ULL) {
    pages_.each([&](std::uint64_t key, Page*& page) {
      const std::uint64_t first = key << page_bits; // the tag bit is shifted out
      if (first >= end || first + (1ULL << page_bits) <= address) return;
      for (std::uint64_t i = 0; i < page_words; ++i)
        if (first + i * 8 + 8 > address && first + i * 8 < end && page->words[i].count) drop(page->words[i]);
    });
    return;
  }
  for (std::uint64_t word = address & ~7ULL; word < end; word += 8) {
    Page* page = find_page(word >> page_bits);
    if (!page) {
      word = (word | ((1ULL << page_bits) - 1)) - 7;
      continue;
    }
    Word& cell = page->words[word >> 3 & (page_words - 1)];
    if (cell.count) drop(cell);
  }
}

void HappensBefore::forget(std::uint64_t address, std::uint64_t size) {
  forget_accesses(address, size);
  syncs_.erase_range(address, address + size, [](std::uint64_t, Sync&) {});
}

} // namespace burler::detect
