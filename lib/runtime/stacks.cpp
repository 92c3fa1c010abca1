// Code addresses, call stacks and locksets, each stored once and named by a number.
#include "runtime/state.h"

#include <cstring>
#include <link.h>
#include <unistd.h>

namespace burler::runtime {

namespace {

struct Call {
  std::uint32_t parent;
  std::uint64_t pc;
};
struct Module {
  std::uint64_t begin, end, base;
  std::uint32_t index;
};

// Numbers start at 1; 0 is the empty stack and the empty lockset.
struct Tables {
  PlainVector<Call> calls;
  PlainMap<std::uint32_t> call_numbers;
  PlainVector<PlainVector<HeldLock>*> locksets;
  PlainMap<std::uint32_t> lockset_numbers;
  PlainVector<Module> modules;
  PlainMap<StackRef> written; ///< stacks that are in the arena already
};
constinit Forever<Tables> tables;
constinit auto& calls = tables.value.calls;
constinit auto& call_numbers = tables.value.call_numbers;
constinit auto& locksets = tables.value.locksets;
constinit auto& lockset_numbers = tables.value.lockset_numbers;
constinit auto& modules = tables.value.modules;
constinit auto& written = tables.value.written;
Module recent{};
char executable[256] = {};

std::uint32_t find_call(std::uint32_t node, std::uint64_t pc) {
  std::uint32_t& number = call_numbers.get((static_cast<std::uint64_t>(node) << 40 ^ pc) | 1ULL << 63);
  if (number && calls[number - 1].parent == node && calls[number - 1].pc == pc) return number;
  calls.push_back({node, pc});
  return number = calls.size();
}

int add_module(dl_phdr_info* info, std::size_t, void* counter) {
  auto& count = *static_cast<std::uint32_t*>(counter);
  const char* path =
      info->dlpi_name && *info->dlpi_name ? info->dlpi_name : (count == 0 ? executable : "[vdso]");
  ++count;
  Arena& arena = *g.arena;
  std::uint32_t index = 0;
  while (index < arena.module_count && std::strncmp(arena.modules[index], path, 255) != 0)
    ++index;
  if (index == arena.module_count) {
    if (index == max_modules) return 0;
    std::strncpy(arena.modules[index], path, 255);
    ++arena.module_count;
  }
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    const std::uint64_t begin = info->dlpi_addr + segment.p_vaddr;
    modules.push_back({begin, begin + segment.p_memsz, info->dlpi_addr, index});
  }
  return 0;
}

} // namespace

void load_modules() {
  modules.clear();
  recent = {};
  if (!executable[0] && readlink("/proc/self/exe", executable, sizeof executable - 1) < 0)
    std::strcpy(executable, "[program]");
  std::uint32_t count = 0;
  dl_iterate_phdr(add_module, &count);
}

sched::Site site_of(std::uint64_t pc) {
  if (pc >= recent.begin && pc < recent.end) return sched::make_site(recent.index, pc - recent.base);
  for (const Module& module : modules)
    if (pc >= module.begin && pc < module.end) {
      recent = module;
      return sched::make_site(module.index, pc - module.base);
    }
  return sched::make_site(0xffff, 0);
}

std::uint64_t address_of(sched::Site site) {
  for (const Module& module : modules)
    if (module.index == sched::site_module(site)) return module.base + sched::site_offset(site);
  return 0;
}

RecentCall recent_calls[recent_call_count] = {};

std::uint32_t call(std::uint32_t node, std::uint64_t pc) {
  const std::uint32_t number = find_call(node, pc);
  recent_call(node, pc) = {pc, node, number};
  return number;
}

StackRef stack_ref(std::uint64_t pc, std::uint32_t node) {
  constexpr std::uint32_t deepest = 48;
  StackRef& known = written.get((static_cast<std::uint64_t>(node) << 40 ^ pc) | 1ULL << 63);
  if (known.count) return known;
  Result& result = g.arena->result;
  StackRef ref{result.stack_pool_used, 0};
  const auto push = [&](std::uint64_t address) {
    if (result.stack_pool_used == max_stack_pool) {
      result.truncated = 1;
      return;
    }
    g.arena->stack_pool[result.stack_pool_used++] = site_of(address);
    ++ref.count;
  };
  push(pc);
  for (; node && ref.count < deepest; node = calls[node - 1].parent)
    push(calls[node - 1].pc);
  return known = ref;
}

TextRef text_ref(const char* text) {
  if (!text || !*text) return 0;
  Result& result = g.arena->result;
  if (result.text_pool_used == 0) result.text_pool_used = 1;
  const std::size_t size = std::strlen(text) + 1;
  if (result.text_pool_used + size > max_text_pool) {
    result.truncated = 1;
    return 0;
  }
  const TextRef ref = result.text_pool_used;
  std::memcpy(g.arena->text_pool + ref, text, size);
  result.text_pool_used += static_cast<std::uint32_t>(size);
  return ref;
}

std::uint32_t intern_locks(const PlainVector<HeldLock>& held) {
  if (held.empty()) return 0;
  std::uint64_t hash = 0x51ed270b;
  for (const HeldLock& lock : held)
    hash = (hash ^ (lock.object->ordinal * 2ULL + lock.shared)) * 0x100000001b3ULL;
  std::uint32_t& number = lockset_numbers.get(hash | 1ULL << 63);
  if (number) return number;
  auto* copy = page_make<PlainVector<HeldLock>>();
  // Objects may vanish before the set is looked at: the copy keeps the ordinal in place of the pointer.
  for (HeldLock lock : held) {
    lock.stack = lock.object->ordinal;
    lock.object = nullptr;
    copy->push_back(lock);
  }
  locksets.push_back(copy);
  return number = locksets.size();
}

const PlainVector<HeldLock>& locks_of(std::uint32_t lockset) { return *locksets[lockset - 1]; }

bool share_a_lock(std::uint32_t a, std::uint32_t b) {
  if (!a || !b) return false;
  for (const HeldLock& x : locks_of(a))
    for (const HeldLock& y : locks_of(b))
      if (x.stack == y.stack && !(x.shared && y.shared)) return true;
  return false;
}

} // namespace burler::runtime
