// One run of a program as it would run without Burler, threads in parallel, with its waits and holds timed
// by the runtime inside it (runtime/profile_area.h).
#pragma once

#include "harness/explore_session.h"
#include "runtime/profile_area.h"

#include <memory>

namespace burler::harness {

class FreeRun {
public:
  /// Runs to the end or to the limit. The error is a program that cannot be started; one without Burler's
  /// runtime leaves measured() false.
  static Result<std::unique_ptr<FreeRun>> run(const Target& target, std::uint32_t limit_ms);
  ~FreeRun();
  FreeRun(const FreeRun&) = delete;
  FreeRun& operator=(const FreeRun&) = delete;

  const runtime::ProfileArea& area() const { return *area_; }
  bool measured() const { return area_->begin != 0; }
  bool timed_out() const { return timed_out_; }
  int status() const { return status_; }
  std::uint64_t end_ns() const { return end_; } ///< of the process, on the area's clock
  std::string text() const { return output_.text(); }

private:
  FreeRun() = default;
  runtime::ProfileArea* area_ = nullptr;
  bool timed_out_ = false;
  int status_ = 0;
  std::uint64_t end_ = 0;
  OutputTail output_;
};

} // namespace burler::harness
