// Accesses that miss live memory, and the names of what lies at an address.
#include "cudahost/engine/detector.h"
#include "cudahost/engine/operations.h"
#include "cudahost/engine/shared_memory.h"

#include <algorithm>

extern "C" char __executable_start; // NOLINT: the linker's names
extern "C" char _end;               // NOLINT

extern __thread uint3 threadIdx;
extern __thread uint3 blockIdx;
extern __thread uint3 blockDim;
extern __thread uint3 gridDim;

namespace burler::cudahost {

namespace {

RawSide here(bool write, std::uint32_t pc) {
  RawSide side;
  side.thread = self != nullptr ? thread_name(launch->operation, self->block->number, self->tid) : "host";
  side.kind = write ? "write" : "read";
  side.pc = pc;
  return side;
}

void taint() {
  if (launch != nullptr) launch->tainted = true;
}

void report_heap(const Allocation& a, std::uintptr_t address, unsigned size, bool write, std::uint32_t pc) {
  RawFinding finding;
  finding.rule = a.freed ? "cuda/use-after-free" : "cuda/out-of-bounds";
  finding.variant = a.freed ? "freed" : "global";
  describe_subject(finding, a.base, false);
  finding.sides = {here(write, pc)};
  if (a.freed) {
    RawSide side;
    side.thread = "host";
    side.kind = "free";
    side.pc = a.free_pc;
    finding.sides.push_back(side);
  } else {
    finding.note =
        std::to_string(address - a.base) + "," + std::to_string(size) + "," + std::to_string(a.size);
  }
  emit(finding);
  taint();
}

bool runs_own_variables(std::uintptr_t address) {
  const auto holds = [&](const auto& v) {
    return address - reinterpret_cast<std::uintptr_t>(&v) < sizeof(v);
  };
  return holds(threadIdx) || holds(blockIdx) || holds(blockDim) || holds(gridDim);
}

bool explain_outside(std::uintptr_t address, bool write, std::uint32_t pc) {
  if (self == nullptr || runs_own_variables(address)) return false;
  if (address - reinterpret_cast<std::uintptr_t>(launch->context) < launch->context_size) return false;
  if (address >= reinterpret_cast<std::uintptr_t>(&__executable_start) &&
      address < reinterpret_cast<std::uintptr_t>(&_end))
    return false; // constants of the program
  for (unsigned i = 0; i < self->block->count; i++) {
    const Thread& t = *self->block->threads[i];
    if (address >= reinterpret_cast<std::uintptr_t>(t.stack_low) &&
        address < reinterpret_cast<std::uintptr_t>(t.stack_high))
      return false;
  }
  RawFinding finding;
  finding.rule = "cuda/wrong-space";
  finding.variant = address < 65536 ? "null" : "host-pointer";
  finding.sides = {here(write, pc)};
  finding.note = std::to_string(address);
  emit(finding);
  taint();
  if (address < 65536) abort_kernel(cudaErrorIllegalAddress);
  return false;
}

} // namespace

bool explain_bounds(std::uintptr_t address, unsigned size, bool write, std::uint32_t pc) {
  const std::uintptr_t offset = address - region_base;
  if (offset >= region_size) return explain_outside(address, write, pc);
  if (offset < arena_bytes) {
    RawFinding finding;
    finding.rule = "cuda/out-of-bounds";
    finding.variant = "shared";
    describe_subject(finding, address, true);
    const burler_shared_site* site = self != nullptr ? shared_site_at(*launch, offset % arena_size) : nullptr;
    if (site != nullptr)
      finding.note = std::to_string(offset % arena_size - site->offset) + "," + std::to_string(size) + "," +
                     std::to_string(site->dynamic != 0 ? launch->dynamic_shared : site->size);
    finding.sides = {here(write, pc)};
    emit(finding);
    taint();
    return false;
  }
  Allocation* a = memory().at(address);
  if (a != nullptr && !a->freed && Memory::inside(*a, address, size)) return true;
  if (a != nullptr) {
    report_heap(*a, address, size, write, pc);
    return false;
  }
  RawFinding finding{"cuda/out-of-bounds", "nowhere"};
  finding.sides = {here(write, pc)};
  emit(finding);
  taint();
  return false;
}

void report_uninitialised(std::uintptr_t address, const Thread& t, std::uint32_t pc) {
  if (&t != self || launch->tainted) return;
  RawFinding finding{"cuda/uninitialised-shared", "read"};
  finding.confidence = "medium";
  describe_subject(finding, address, true);
  finding.sides = {here(false, pc)};
  emit(finding);
}

void describe_subject(RawFinding& finding, std::uintptr_t address, bool shared) {
  if (shared) {
    finding.subject_kind = "shared";
    const burler_shared_site* site =
        launch != nullptr ? shared_site_at(*launch, (address - region_base) % arena_size) : nullptr;
    if (site == nullptr) return;
    finding.subject = site->name;
    finding.subject_file = site->file;
    finding.subject_line = static_cast<unsigned>(site->line);
    return;
  }
  const Allocation* a = memory().at(address);
  if (a == nullptr) return;
  finding.subject = a->name;
  finding.subject_file = a->file;
  finding.subject_line = a->line;
  finding.subject_pc = a->pc;
  static const char* const words[] = {"device", "managed", "pinned", "constant"};
  finding.subject_kind =
      !a->variable && a->space == Space::device ? "buffer" : words[static_cast<int>(a->space)];
}

} // namespace burler::cudahost
