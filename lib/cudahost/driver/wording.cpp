#include "cudahost/driver/wording.h"

#include <functional>
#include <map>
#include <sstream>

namespace burler::cudahost {

namespace {

std::string at(const SourcePlace& p) {
  return p.line == 0 ? "an unknown place" : "line " + std::to_string(p.line);
}

std::string place(const SourcePlace& p) { return p.file + ":" + std::to_string(p.line); }

/// "shared variable 'tile'", "buffer 'd_x' allocated at x.cu:12".
std::string subject(const RawWords& w) {
  const std::string quoted = w.subject.empty() ? "" : " '" + w.subject + "'";
  if (w.subject_kind == "shared") return "shared variable" + quoted;
  if (w.subject_kind == "device" || w.subject_kind == "constant")
    return "__" + w.subject_kind + "__ variable" + quoted;
  std::string text = (w.subject_kind == "managed" || w.subject_kind == "pinned" ? w.subject_kind + " " : "") +
                     "buffer" + quoted;
  if (!w.declared.file.empty()) text += " allocated at " + place(w.declared);
  return text;
}

std::string verb(const Side& s) {
  if (s.kind == "write") return "writes";
  if (s.kind == "atomic") return "atomically updates";
  if (s.kind == "atomic-read") return "atomically reads";
  if (s.kind == "free") return "frees";
  return "reads";
}

std::string lines(const Finding& f) {
  const SourcePlace &a = f.sides[0].location, &b = f.sides[1].location;
  if (a.line == b.line) return "after " + at(a);
  return "between " + at(a.line < b.line ? a : b) + " and " + at(a.line < b.line ? b : a);
}

void race(Finding& f, const RawWords& w) {
  const bool same = w.variant.ends_with("-same-value");
  const std::string variant = same ? w.variant.substr(0, w.variant.size() - 11) : w.variant;
  f.message = f.sides[0].thread + " " + verb(f.sides[0]) + " " + subject(w) + " while " + f.sides[1].thread +
              " " + verb(f.sides[1]) + " it, unordered" + (same ? "; both wrote the same value" : "");
  static const std::map<std::string, std::string> fixes{
      {"block", "a __syncthreads() that all threads reach, "},
      {"warp", "a __syncwarp() over both lanes (or a __syncthreads()) "},
      {"warp-operation", "shuffles and votes do not order memory: a __syncwarp() "},
      {"grid", "blocks run in any order: use atomics, a separate kernel launch, or a cooperative grid sync "},
      {"scope", "block-scope atomics do not order different blocks: use the device-scope form "},
      {"operations", ""}};
  const auto it = fixes.find(variant);
  f.fix = it == fixes.end() ? "" : it->second;
  if (variant == "block" || variant.starts_with("warp")) f.fix += lines(f) + " would order them";
  if (variant == "grid") f.fix += lines(f);
  const bool one_place = f.sides[0].location.line == f.sides[1].location.line;
  if (one_place && (variant == "block" || variant == "warp" || variant == "grid"))
    f.fix = "let one thread do it, use an atomic operation, or give each thread its own element; in a loop, "
            "a barrier at its end";
  if (variant != "operations") return;
  if (f.rule == "cuda/host-device-race")
    f.fix = "wait on the host first: cudaStreamSynchronize, cudaEventSynchronize or cudaDeviceSynchronize "
            "before the host access";
  else
    f.fix = "nothing orders the two operations: record an event after the first and cudaStreamWaitEvent "
            "before the second, or use one stream";
}

void barrier(Finding& f, const RawWords& w) {
  if (w.variant == "lines")
    f.message = f.sides[0].thread + " waits at the barrier of " + at(f.sides[0].location) + " while " +
                f.sides[1].thread + " waits at the barrier of " + at(f.sides[1].location) +
                ": threads of one block must reach the same barrier";
  else if (w.variant == "exited")
    f.message = w.note + " has exited while " + f.sides[0].thread + " waits at the barrier of " +
                at(f.sides[0].location);
  else if (w.variant == "not-cooperative")
    f.message = "grid synchronisation in a kernel that was not launched cooperatively";
  else
    f.message =
        "threads wait at barriers that can never be complete: part of the grid waits elsewhere or has exited";
  f.fix = w.variant == "not-cooperative"
              ? "launch the kernel with cudaLaunchCooperativeKernel"
              : "move the barrier out of the divergent branch so that every thread of the block executes it";
}

void bounds(Finding& f, const RawWords& w) {
  const Side& s = f.sides[0];
  std::istringstream numbers(w.note);
  long long offset = 0, size = 0, total = 0;
  char comma = 0;
  numbers >> offset >> comma >> size >> comma >> total;
  if (w.variant == "global" || w.variant == "shared") {
    f.message = s.thread + " " + verb(s) + " " + std::to_string(size) + " bytes at offset " +
                std::to_string(offset) + " of " + subject(w) + ", which has " + std::to_string(total);
    f.fix = "guard the access with the element count, or size the allocation for the whole grid";
    if (w.variant == "shared")
      f.fix = "check the index against the array's extent and the launch's dynamic shared memory size";
  } else if (w.variant == "stack") {
    f.message = s.thread + " overflows its stack";
    f.fix = "use less local memory or less recursion";
  } else if (w.variant == "arithmetic") {
    f.message = s.thread + " divides by zero";
  } else {
    f.message = s.thread + " accesses memory that does not exist";
    f.fix = "check the pointer and the index";
  }
}

void mask(Finding& f, const RawWords& w) {
  const Side& s = f.sides[0];
  if (w.variant == "self") {
    f.message =
        s.thread + " calls a warp operation with mask " + w.subject + ", which does not name its own lane";
    f.fix = "compute the mask with __ballot_sync before the branch and pass that";
  } else if (w.variant == "source") {
    f.message = s.thread + " reads lane " + w.note +
                ", which does not take part in the shuffle: the value is undefined";
    f.fix = "let all lanes that are read from execute the shuffle, with values that do not matter where they "
            "are idle";
  } else {
    f.message = s.thread + " waits in a warp operation with mask " + w.subject + " for lane " + w.note +
                ", which " + (f.sides.size() > 1 ? "waits at " + at(f.sides[1].location) : "never comes");
    f.fix = "name only the lanes that reach this operation, or move it out of the divergent branch";
  }
}

void space(Finding& f, const RawWords& w) {
  const Side& s = f.sides[0];
  if (w.variant == "null")
    f.message = s.thread + " dereferences a null pointer";
  else if (w.variant == "device-pointer")
    f.message =
        "host code " + verb(s) + " " + subject(w) + " directly; device memory is not accessible to the host";
  else
    f.message = s.thread + " dereferences a host pointer";
  f.fix = w.variant == "device-pointer" ? "copy with cudaMemcpy, or allocate with cudaMallocManaged"
                                        : "pass device, managed or pinned memory to the kernel";
}

} // namespace

void describe(Finding& f, const RawWords& w) {
  static const std::map<std::string, std::function<void(Finding&, const RawWords&)>> by_rule{
      {"cuda/shared-race", race},      {"cuda/global-race", race},           {"cuda/stream-order", race},
      {"cuda/host-device-race", race}, {"cuda/barrier-divergence", barrier}, {"cuda/out-of-bounds", bounds},
      {"cuda/invalid-mask", mask},     {"cuda/wrong-space", space}};
  if (const auto it = by_rule.find(f.rule); it != by_rule.end()) return it->second(f, w);
  const Side& s = f.sides[0];
  if (f.rule == "cuda/use-after-free") {
    f.message = s.thread + " uses " + subject(w) + " after it was freed";
    f.fix = "free the memory after the last operation that uses it";
  } else if (f.rule == "cuda/uninitialised-shared") {
    f.message = s.thread + " reads " + subject(w) + ", which no thread of its block has written";
    f.fix = "shared memory is not zeroed: initialise it and put a __syncthreads() behind";
  } else {
    f.message = s.thread + (w.variant == "assert" ? " fails the assertion: " : ": ") + w.note;
  }
}

} // namespace burler::cudahost
