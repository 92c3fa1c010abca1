// Operations and what orders them: kernels, copies, fills and host code as events of agents (the host, each
// stream), with vector clocks. Rules: CUDA Runtime API, "Stream synchronization behavior" and "API
// synchronization behavior".
#pragma once

#include "cudahost/include/driver_types.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace burler::cudahost {

using VectorClock = std::vector<std::uint32_t>; ///< by agent; missing entries are 0

void join(VectorClock& into, const VectorClock& from);

struct Operation {
  std::uint32_t agent = 0;
  std::uint32_t index = 0; ///< position in its agent's order, from 1
  VectorClock clock;
  std::string name; ///< "kernel softmax", "cudaMemcpyAsync", "host"
  bool kernel = false;
  dim3 block; ///< to turn thread numbers back into indices
  dim3 grid;
};

struct Stream {
  std::uint32_t agent = 0;
  bool blocking = true; ///< obeys the legacy default stream
  bool destroyed = false;
  VectorClock clock; ///< everything its next operation waits for
  unsigned flags = 0;
  int priority = 0;
};

struct Event {
  VectorClock clock;
  bool recorded = false;
  bool destroyed = false;
  double time = 0; ///< milliseconds
};

/// The host is agent 0, the legacy default stream agent 1.
class Timeline {
public:
  Timeline();
  Stream& stream(cudaStream_t handle);
  bool valid(cudaStream_t handle) const;
  cudaStream_t create_stream(unsigned flags, int priority);

  /// Starts an operation on `stream`, ordered after what the stream and the host have done. Returns its
  /// number.
  std::uint32_t issue(Stream& stream, const std::string& name);
  /// The host waits for the operations in `clock`.
  void host_waits(const VectorClock& clock);
  void host_waits_for_all();
  /// The legacy default stream waits for all blocking streams, and they for it.
  VectorClock stream_clock(Stream& stream) const;
  void wait_event(Stream& stream, const Event& event);
  /// The host's current operation.
  std::uint32_t host_operation() const { return host_; }
  std::uint32_t host_segment() const { return host_segment_; }

  bool ordered(std::uint32_t earlier, std::uint32_t later) const;
  /// True if every operation issued so far is ordered before `later`.
  bool follows_everything(std::uint32_t later) const;
  const Operation& operation(std::uint32_t number) const { return operations_[number]; }
  Operation& operation(std::uint32_t number) { return operations_[number]; }

private:
  void new_host_operation();
  std::uint32_t tick(std::uint32_t agent);
  std::deque<Operation> operations_;
  std::deque<Stream> streams_;
  std::vector<std::uint32_t> last_; ///< last index issued, by agent
  std::uint32_t host_ = 0;
  std::uint32_t host_segment_ = 0;
  VectorClock host_clock_;
};

Timeline& timeline();

} // namespace burler::cudahost
