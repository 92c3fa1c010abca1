#include "runtime/checkpoint.h"

#include "runtime/real.h"
#include "runtime/state.h"

#include <cstdlib>
#include <cstring>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/single_threaded.h>
#include <unistd.h>

extern "C" {
__attribute__((weak, visibility("hidden"))) extern char __start_burler_kept[], __stop_burler_kept[];
}

namespace burler::runtime {

namespace {

struct Range {
  std::uint64_t begin, end;
};

struct Checkpoint {
  PlainVector<Range> ranges;
  PlainMap<std::uint8_t> blocks; ///< heap blocks that exist at the checkpoint
  std::uint32_t block_count = 0;
  char* copy = nullptr;
  bool taken = false;
  char random_state[256] = {};
  unsigned short random48[3] = {};
  char** environment = nullptr;
  int option_index = 0;
  char single_threaded = 0;
};
constinit Forever<Checkpoint> the_checkpoint;
constinit Checkpoint& c = the_checkpoint.value;

/// Adds [begin, end) without the holes.
void add_range(std::uint64_t begin, std::uint64_t end, const PlainVector<Range>& holes) {
  for (const Range& hole : holes)
    if (hole.begin < end && hole.end > begin) {
      if (begin < hole.begin) add_range(begin, hole.begin, holes);
      if (hole.end < end) add_range(hole.end, end, holes);
      return;
    }
  if (begin < end) c.ranges.push_back({begin, end});
}

/// The C library and its parts: taking their state back would break the heap, and the kernel's view of the
/// process.
bool is_c_library(const char* path) {
  const char* slash = std::strrchr(path, '/');
  const char* name = slash ? slash + 1 : path;
  for (const char* known : {"libc.so", "libc-", "ld-", "libpthread", "libdl.", "libdl-", "librt.", "librt-",
                            "libm.", "libm-", "libresolv", "libnss", "linux-vdso", "[vdso]"})
    if (std::strncmp(name, known, std::strlen(known)) == 0) return true;
  return false;
}

/// The slots of the procedure linkage table: resolved on first use, the same ever after.
Range plt_slots(const dl_phdr_info& info, const ElfW(Dyn) * entry) {
  std::uint64_t begin = 0, size = 0;
  for (; entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag == DT_PLTGOT) begin = entry->d_un.d_ptr;
    if (entry->d_tag == DT_PLTRELSZ) size = entry->d_un.d_val;
  }
  if (!begin) return {0, 0};
  if (begin < info.dlpi_addr) begin += info.dlpi_addr;
  return {begin, begin + (3 + size / sizeof(ElfW(Rela))) * sizeof(void*)};
}

int add_module(dl_phdr_info* info, std::size_t, void* first) {
  const bool executable = *static_cast<bool*>(first);
  *static_cast<bool*>(first) = false;
  if (!executable && is_c_library(info->dlpi_name)) return 0;
  const auto page = static_cast<std::uint64_t>(getpagesize());
  PlainVector<Range> holes;
  holes.push_back({reinterpret_cast<std::uint64_t>(__start_burler_kept),
                   reinterpret_cast<std::uint64_t>(__stop_burler_kept)});
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    const std::uint64_t begin = info->dlpi_addr + segment.p_vaddr, end = begin + segment.p_memsz;
    if (segment.p_type == PT_GNU_RELRO) holes.push_back({begin & ~(page - 1), end & ~(page - 1)});
    if (segment.p_type == PT_DYNAMIC)
      holes.push_back(plt_slots(*info, reinterpret_cast<const ElfW(Dyn)*>(begin)));
  }
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    const std::uint64_t begin = info->dlpi_addr + segment.p_vaddr;
    if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W))
      add_range(begin, begin + segment.p_memsz, holes);
    if (segment.p_type == PT_TLS && info->dlpi_tls_data) {
      const auto own = reinterpret_cast<std::uint64_t>(info->dlpi_tls_data);
      add_range(own, own + segment.p_memsz, {});
    }
  }
  return 0;
}

void add_heap() {
  g.blocks.each([](std::uint64_t address, const Block&) {
    c.blocks.get(address) = 1;
    c.ranges.push_back({address, address + malloc_usable_size(reinterpret_cast<void*>(address))});
  });
  c.block_count = g.blocks.size();
}

void add_arguments(int count, char** arguments) {
  const auto add = [](const void* begin, const void* end) {
    c.ranges.push_back({reinterpret_cast<std::uint64_t>(begin), reinterpret_cast<std::uint64_t>(end)});
  };
  add(arguments, arguments + count + 1);
  for (int i = 0; i < count; ++i)
    add(arguments[i], arguments[i] + std::strlen(arguments[i]) + 1);
  char** last = environ;
  while (last && *last)
    ++last;
  if (last) add(environ, last + 1);
}

/// random()'s state is reached only by switching to another one and back. `use` gets the address and size.
template <typename F> void with_random_state(F use) {
  char other[128];
  char* state = initstate(1, other, sizeof other);
  constexpr std::size_t sizes[] = {8, 32, 64, 128, 256};
  std::int32_t kind = 0;
  std::memcpy(&kind, state, sizeof kind);
  use(state, sizes[static_cast<std::uint32_t>(kind) % 5]);
  setstate(state);
}

/// What the C library gives a hold of, of its own state.
void save_c_library() {
  with_random_state([](char* state, std::size_t size) { std::memcpy(c.random_state, state, size); });
  unsigned short zero[3] = {};
  std::memcpy(c.random48, seed48(zero), sizeof c.random48);
  seed48(c.random48);
  c.environment = environ;
  c.option_index = optind;
  c.single_threaded = __libc_single_threaded;
}

void restore_c_library() {
  with_random_state([](char* state, std::size_t size) { std::memcpy(state, c.random_state, size); });
  seed48(c.random48);
  environ = c.environment;
  optind = c.option_index;
  __libc_single_threaded = c.single_threaded;
}

} // namespace

std::size_t take_checkpoint(int argument_count, char** arguments) {
  bool first = true;
  dl_iterate_phdr(add_module, &first);
  add_heap();
  add_arguments(argument_count, arguments);
  save_c_library();
  std::size_t bytes = 0;
  for (const Range& range : c.ranges)
    bytes += range.end - range.begin;
  c.copy = static_cast<char*>(
      mmap(nullptr, bytes + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (c.copy == MAP_FAILED) return ~std::size_t{0};
  c.taken = true;
  const std::size_t own = page_mark();
  char* to = c.copy;
  for (const Range& range : c.ranges) {
    std::memcpy(to, reinterpret_cast<const void*>(range.begin), range.end - range.begin);
    to += range.end - range.begin;
  }
  return bytes + own;
}

void return_to_checkpoint() {
  page_rewind();
  const char* from = c.copy;
  for (const Range& range : c.ranges) {
    std::memcpy(reinterpret_cast<void*>(range.begin), from, range.end - range.begin);
    from += range.end - range.begin;
  }
  restore_c_library();
}

bool kept_for_checkpoint(const void* block) {
  return c.taken && c.blocks.find(reinterpret_cast<std::uint64_t>(block));
}

std::uint64_t bytes_left_since_checkpoint() {
  std::uint64_t bytes = 0;
  if (g.blocks.size() != c.block_count)
    g.blocks.each([&](std::uint64_t address, const Block& block) {
      if (!c.blocks.find(address)) bytes += block.size;
    });
  return bytes;
}

std::uint64_t module_changes() {
  std::uint64_t changes = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        *static_cast<std::uint64_t*>(out) = info->dlpi_adds + info->dlpi_subs;
        return 1;
      },
      &changes);
  return changes;
}

} // namespace burler::runtime
