#include "runtime/profile_tables.h"

#include "runtime/real.h"

#include <cstring>
#include <ctime>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

extern "C" void* __libc_stack_end;

namespace burler::runtime {

namespace {

ProfileArea* area = nullptr;
ProfileSelf selves[profile_threads];
thread_local ProfileSelf* self_profile __attribute__((tls_model("initial-exec"))) = nullptr;

struct Search {
  std::uint64_t address;
  sched::Site site;
  bool code, found;
};

std::uint32_t module_index(const char* path) {
  while (__atomic_exchange_n(&area->modules_busy, 1u, __ATOMIC_ACQUIRE)) {
  }
  std::uint32_t index = 0;
  while (index < area->module_count && std::strncmp(area->modules[index], path, 255) != 0)
    ++index;
  if (index == area->module_count && index < profile_modules) {
    std::strncpy(area->modules[index], path, 255);
    ++area->module_count;
  }
  __atomic_store_n(&area->modules_busy, 0u, __ATOMIC_RELEASE);
  return index;
}

int look_in(dl_phdr_info* info, std::size_t, void* argument) {
  auto& search = *static_cast<Search*>(argument);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    const std::uint64_t begin = info->dlpi_addr + segment.p_vaddr;
    if (segment.p_type != PT_LOAD || search.address < begin || search.address >= begin + segment.p_memsz)
      continue;
    if (search.code && !(segment.p_flags & PF_X)) return 1;
    char path[256] = {};
    if (info->dlpi_name && *info->dlpi_name)
      std::strncpy(path, info->dlpi_name, sizeof path - 1);
    else if (readlink("/proc/self/exe", path, sizeof path - 1) < 0)
      return 1;
    const std::uint32_t module = module_index(path);
    search.site = sched::make_site(module, search.address - info->dlpi_addr);
    search.found = module < profile_modules;
    return 1;
  }
  return 0;
}

bool resolve(std::uint64_t address, bool code, sched::Site& site) {
  Search search{address, 0, code, false};
  dl_iterate_phdr(look_in, &search);
  site = search.site;
  return search.found;
}

void describe(ProfiledObject& object, std::uint64_t address) {
  if (resolve(address, false, object.symbol)) {
    object.place = ProfiledPlace::global;
    return;
  }
  for (std::uint32_t i = 0; i < profile_threads; ++i)
    if (address >= selves[i].stack_low && address < selves[i].stack_high) {
      object.place = ProfiledPlace::stack;
      object.thread = i;
    }
}

std::uint64_t mixed(std::uint64_t value) {
  value *= 0x9e3779b97f4a7c15ULL;
  return value ^ value >> 29;
}

} // namespace

ProfileArea& profile_area() { return *area; }
ProfileSelf& profile_self_at(std::uint32_t index) { return selves[index]; }
void set_profile_self(ProfileSelf* self) { self_profile = self; }

void map_profile_area(int descriptor) {
  void* memory = mmap(nullptr, sizeof(ProfileArea), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  area = memory == MAP_FAILED ? nullptr : static_cast<ProfileArea*>(memory);
  if (!area || area->magic != profile_magic || area->version != profile_version) {
    area = nullptr;
    return;
  }
  close(descriptor);
  ProfileSelf& main = selves[new_profile_index()];
  main.stack_high = reinterpret_cast<std::uint64_t>(__libc_stack_end) + 4096;
  main.stack_low = main.stack_high - (8u << 20);
  self_profile = &main;
}

void forget_profile_area() {
  if (area) munmap(area, sizeof(ProfileArea));
  area = nullptr;
}

std::uint64_t profile_clock() {
  timespec now{};
  BURLER_REAL(clock_gettime)(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
}

std::uint32_t new_profile_index() {
  const std::uint32_t index = __atomic_fetch_add(&area->thread_count, 1u, __ATOMIC_RELAXED);
  if (index >= profile_threads) {
    __atomic_store_n(&area->thread_count, profile_threads, __ATOMIC_RELAXED);
    area->truncated = 1;
    return profile_threads;
  }
  selves[index].index = index;
  area->threads[index].begin = profile_clock();
  area->threads[index].used = 1;
  return index;
}

ProfileSelf* profile_self() {
  if (self_profile || !area) return self_profile;
  // A thread that the program made by other means than pthread_create.
  const std::uint32_t index = new_profile_index();
  if (index < profile_threads) self_profile = &selves[index];
  return self_profile;
}

std::uint32_t profiled_object(std::uint64_t address) {
  for (std::uint64_t i = mixed(address) % profile_objects, tries = 0; tries < 64;
       ++tries, i = (i + 1) % profile_objects) {
    ProfiledObject& object = area->objects[i];
    std::uint64_t known = __atomic_load_n(&object.address, __ATOMIC_ACQUIRE);
    if (known == 0 && __atomic_compare_exchange_n(&object.address, &known, address, false, __ATOMIC_ACQ_REL,
                                                  __ATOMIC_ACQUIRE)) {
      describe(object, address);
      __atomic_fetch_add(&area->object_count, 1u, __ATOMIC_RELAXED);
      return static_cast<std::uint32_t>(i) + 1;
    }
    if (known == address || __atomic_load_n(&object.address, __ATOMIC_ACQUIRE) == address)
      return static_cast<std::uint32_t>(i) + 1;
  }
  area->truncated = 1;
  return 0;
}

std::uint32_t walk_frames(const ProfileSelf& self, void* frame, std::uint64_t* addresses) {
  std::uint32_t count = 0;
  auto* at = static_cast<std::uint64_t*>(frame);
  while (count < profile_frames) {
    addresses[count++] = at[1];
    const std::uint64_t next = at[0];
    const auto here = reinterpret_cast<std::uint64_t>(at);
    // Code without frame pointers leaves anything there: only what climbs the stack is followed.
    if (next <= here || next - here > (1u << 20) || (next & 7) || next + 16 > self.stack_high) break;
    at = reinterpret_cast<std::uint64_t*>(next);
  }
  return count;
}

std::uint32_t resolve_frames(const std::uint64_t* addresses, std::uint32_t count, sched::Site* sites) {
  std::uint32_t good = 0;
  while (good < count && resolve(addresses[good], true, sites[good]))
    ++good;
  return good;
}

ProfiledSite* profiled_site(ProfileSelf& self, std::uint32_t object, WaitKind kind, void* frame) {
  std::uint64_t addresses[profile_frames];
  const std::uint32_t count = walk_frames(self, frame, addresses);
  std::uint64_t key = object * 8ULL + static_cast<std::uint64_t>(kind);
  for (std::uint32_t i = 0; i < count; ++i)
    key = mixed(key ^ addresses[i]);
  ProfiledSite* sites = area->threads[self.index].sites;
  for (std::uint64_t i = key % profile_sites, tries = 0; tries < 64; ++tries, i = (i + 1) % profile_sites) {
    ProfiledSite& site = sites[i];
    if (site.object == object && site.key == key) return &site;
    if (site.object != 0) continue;
    site.key = key;
    site.kind = kind;
    site.frame_count = resolve_frames(addresses, count, site.frames);
    __atomic_store_n(&site.object, object, __ATOMIC_RELEASE);
    return &site;
  }
  area->truncated = 1;
  return nullptr;
}

} // namespace burler::runtime
