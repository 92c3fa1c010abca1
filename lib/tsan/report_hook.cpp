// Reads ThreadSanitizer's reports in process (sanitizer/tsan_interface.h) and writes them, one record each,
// to the descriptor that BURLER_TSAN_FD names. ThreadSanitizer's own text goes to the same place, before the
// record: it holds the only thing the interface does not give, the locks each access held. Without the
// variable nothing changes.
//
// Format (lib/harness/tsan_records.h reads it), one item a line:
//   @report TYPE
//   @mop TID write|read atomic|plain SIZE ADDRESS
//   @loc TYPE TID START SIZE ADDRESS
//   @mutex ID ADDRESS destroyed|alive
//   @thread TID PARENT running|finished NAME
//   @utid TID
//   @stack                (of the report itself: lock-order and leak reports)
//   @symbol ADDRESS MODULE OFFSET (a global whose address appears above)
//   @alloc ADDRESS TID (the heap block around that address: who allocated it)
//   frames of the item above: "  MODULE OFFSET", innermost first
//   @end
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

extern "C" {
int __tsan_get_report_data(void* report, const char** description, int* count, int* stack_count,
                           int* mop_count, int* loc_count, int* mutex_count, int* thread_count,
                           int* unique_tid_count, void** sleep_trace, unsigned long trace_size);
int __tsan_get_report_stack(void* report, unsigned long idx, void** trace, unsigned long trace_size);
int __tsan_get_report_mop(void* report, unsigned long idx, int* tid, void** addr, int* size, int* write,
                          int* atomic, void** trace, unsigned long trace_size);
int __tsan_get_report_loc(void* report, unsigned long idx, const char** type, void** addr, void** start,
                          unsigned long* size, int* tid, int* fd, int* suppressable, void** trace,
                          unsigned long trace_size);
int __tsan_get_report_mutex(void* report, unsigned long idx, std::uint64_t* mutex_id, void** addr,
                            int* destroyed, void** trace, unsigned long trace_size);
int __tsan_get_report_thread(void* report, unsigned long idx, int* tid, std::uint64_t* os_id, int* running,
                             const char** name, int* parent_tid, void** trace, unsigned long trace_size);
int __tsan_get_report_unique_tid(void* report, unsigned long idx, int* tid);
__attribute__((weak)) int __tsan_get_alloc_stack(std::uintptr_t addr, std::uintptr_t* trace, std::size_t size,
                                                 int* thread_id, std::uint64_t* os_id);
int __sanitizer_get_module_and_offset_for_pc(void* pc, char* module_name, std::size_t module_name_len,
                                             void** pc_offset);
void __sanitizer_set_report_fd(void* fd);
}

namespace {

constexpr unsigned long kFrames = 64;
constexpr int kReportsAtMost = 2000; ///< a process that reports more has shown what it has to show

int sink = -1;
int reports = 0;

/// A line buffer on the stack of the reporting thread; nothing here may allocate.
class Writer {
public:
  ~Writer() { flush(); }
  __attribute__((format(printf, 2, 3))) void line(const char* format, ...) {
    if (used_ > sizeof(buffer_) - 1024) flush();
    va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(buffer_ + used_, 1000, format, arguments);
    va_end(arguments);
    if (length > 0) used_ += length < 1000 ? static_cast<std::size_t>(length) : 999;
    buffer_[used_++] = '\n';
  }
  void frames(void* const* trace, unsigned long count) {
    for (unsigned long i = 0; i < count && trace[i] != nullptr; ++i) {
      char module[700] = "?";
      void* offset = trace[i];
      __sanitizer_get_module_and_offset_for_pc(trace[i], module, sizeof(module), &offset);
      line("  %s %lx", module, reinterpret_cast<unsigned long>(offset));
    }
  }
  void flush() {
    for (std::size_t done = 0; done < used_;) {
      const ssize_t n = ::write(sink, buffer_ + done, used_ - done);
      if (n <= 0) break;
      done += static_cast<std::size_t>(n);
    }
    used_ = 0;
  }

private:
  char buffer_[16384];
  std::size_t used_ = 0;
};

/// Globals by module and offset, heap blocks by where they were allocated. Not by __tsan_locate_address: for
/// what it does not know it starts a symbolizer process, which hangs in the middle of a report.
void describe_address(Writer& out, void* address) {
  const auto number = reinterpret_cast<std::uintptr_t>(address);
  char module[700] = "?";
  void* offset = address;
  if (__sanitizer_get_module_and_offset_for_pc(address, module, sizeof(module), &offset) != 0) {
    out.line("@symbol %lx %s %lx", number, module, reinterpret_cast<unsigned long>(offset));
    return;
  }
  if (__tsan_get_alloc_stack == nullptr) return;
  std::uintptr_t trace[kFrames] = {};
  int tid = 0;
  std::uint64_t os_id = 0;
  const int count = __tsan_get_alloc_stack(number, trace, kFrames, &tid, &os_id);
  if (count <= 0) return;
  out.line("@alloc %lx %d", number, tid);
  void* frames[kFrames] = {};
  for (int i = 0; i < count && i < static_cast<int>(kFrames); ++i)
    frames[i] = reinterpret_cast<void*>(trace[i]);
  out.frames(frames, kFrames);
}

void write_accesses(Writer& out, void* report, int mops, int locs) {
  void* trace[kFrames];
  for (int i = 0; i < mops; ++i) {
    int tid = 0, size = 0, write = 0, atomic = 0;
    void* address = nullptr;
    trace[0] = nullptr;
    __tsan_get_report_mop(report, i, &tid, &address, &size, &write, &atomic, trace, kFrames);
    out.line("@mop %d %s %s %d %lx", tid, write ? "write" : "read", atomic ? "atomic" : "plain", size,
             reinterpret_cast<unsigned long>(address));
    out.frames(trace, kFrames);
    if (i == 0) describe_address(out, address);
  }
  for (int i = 0; i < locs; ++i) {
    const char* type = "";
    void *address = nullptr, *start = nullptr;
    unsigned long size = 0;
    int tid = 0, fd = 0, suppressable = 0;
    trace[0] = nullptr;
    __tsan_get_report_loc(report, i, &type, &address, &start, &size, &tid, &fd, &suppressable, trace,
                          kFrames);
    out.line("@loc %s %d %lx %lu %lx", type, tid, reinterpret_cast<unsigned long>(start), size,
             reinterpret_cast<unsigned long>(address));
    out.frames(trace, kFrames);
  }
}

void write_parties(Writer& out, void* report, int mutexes, int threads, int unique_tids) {
  void* trace[kFrames];
  for (int i = 0; i < mutexes; ++i) {
    std::uint64_t id = 0;
    void* address = nullptr;
    int destroyed = 0;
    trace[0] = nullptr;
    __tsan_get_report_mutex(report, i, &id, &address, &destroyed, trace, kFrames);
    out.line("@mutex %lu %lx %s", static_cast<unsigned long>(id), reinterpret_cast<unsigned long>(address),
             destroyed ? "destroyed" : "alive");
    out.frames(trace, kFrames);
    describe_address(out, address);
  }
  for (int i = 0; i < threads; ++i) {
    int tid = 0, running = 0, parent = 0;
    std::uint64_t os_id = 0;
    const char* name = nullptr;
    trace[0] = nullptr;
    __tsan_get_report_thread(report, i, &tid, &os_id, &running, &name, &parent, trace, kFrames);
    out.line("@thread %d %d %s %s", tid, parent, running ? "running" : "finished",
             name == nullptr ? "" : name);
    out.frames(trace, kFrames);
  }
  for (int i = 0; i < unique_tids; ++i) {
    int tid = 0;
    __tsan_get_report_unique_tid(report, i, &tid);
    out.line("@utid %d", tid);
  }
}

__attribute__((constructor)) void open_sink() {
  const char* text = std::getenv("BURLER_TSAN_FD");
  if (text == nullptr) return;
  sink = std::atoi(text);
  __sanitizer_set_report_fd(reinterpret_cast<void*>(static_cast<std::uintptr_t>(sink)));
  Writer().line("@hello burler-tsan/1");
}

} // namespace

/// In every program linked with this engine, so that tools can tell without running it.
extern "C" __attribute__((used, visibility("default"))) const char burler_tsan_marker[] =
    "burler-tsan-runtime/1";

extern "C" void __tsan_on_report(void* report) {
  if (sink < 0 || __atomic_add_fetch(&reports, 1, __ATOMIC_RELAXED) > kReportsAtMost) return;
  const char* type = "";
  int count = 0, stacks = 0, mops = 0, locs = 0, mutexes = 0, threads = 0, unique_tids = 0;
  void* trace[kFrames] = {};
  __tsan_get_report_data(report, &type, &count, &stacks, &mops, &locs, &mutexes, &threads, &unique_tids,
                         trace, kFrames);
  Writer out;
  out.line("@report %s", type);
  write_accesses(out, report, mops, locs);
  write_parties(out, report, mutexes, threads, unique_tids);
  for (int i = 0; i < stacks; ++i) {
    trace[0] = nullptr;
    __tsan_get_report_stack(report, i, trace, kFrames);
    out.line("@stack");
    out.frames(trace, kFrames);
  }
  out.line("@end");
}
