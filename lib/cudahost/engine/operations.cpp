#include "cudahost/engine/operations.h"

#include "cudahost/engine/shadow.h"

#include <algorithm>

namespace burler::cudahost {

void join(VectorClock& into, const VectorClock& from) {
  if (into.size() < from.size()) into.resize(from.size());
  for (std::size_t i = 0; i < from.size(); i++)
    into[i] = std::max(into[i], from[i]);
}

Timeline::Timeline() {
  operations_.emplace_back(); // number 0 is nobody
  last_.resize(2);
  streams_.emplace_back();
  streams_.back().agent = 1;
  host_clock_.resize(1);
  new_host_operation();
}

std::uint32_t Timeline::tick(std::uint32_t agent) { return ++last_[agent]; }

void Timeline::new_host_operation() {
  host_clock_[0] = tick(0);
  Operation op;
  op.agent = 0;
  op.index = host_clock_[0];
  op.clock = host_clock_;
  op.name = "host";
  operations_.push_back(std::move(op));
  host_ = static_cast<std::uint32_t>(operations_.size() - 1);
  host_segment_ = address_space_ready() ? new_segment({host_, 0, 0, 0}) : 0;
}

bool Timeline::valid(cudaStream_t handle) const {
  if (handle == nullptr || handle == cudaStreamLegacy || handle == cudaStreamPerThread) return true;
  return std::any_of(streams_.begin(), streams_.end(), [&](const Stream& s) {
    return reinterpret_cast<cudaStream_t>(const_cast<Stream*>(&s)) == handle && !s.destroyed;
  });
}

Stream& Timeline::stream(cudaStream_t handle) {
  if (handle == nullptr || handle == cudaStreamLegacy || handle == cudaStreamPerThread)
    return streams_.front();
  return *reinterpret_cast<Stream*>(handle);
}

cudaStream_t Timeline::create_stream(unsigned flags, int priority) {
  streams_.emplace_back();
  Stream& s = streams_.back();
  s.agent = static_cast<std::uint32_t>(last_.size());
  last_.push_back(0);
  s.blocking = (flags & cudaStreamNonBlocking) == 0;
  s.flags = flags;
  s.priority = priority;
  return reinterpret_cast<cudaStream_t>(&s);
}

VectorClock Timeline::stream_clock(Stream& stream) const {
  VectorClock clock = stream.clock;
  if (!stream.blocking) return clock;
  const bool legacy = &stream == &streams_.front();
  for (const Stream& other : streams_)
    if (other.blocking && (legacy || &other == &streams_.front())) join(clock, other.clock);
  return clock;
}

std::uint32_t Timeline::issue(Stream& stream, const std::string& name) {
  Operation op;
  op.agent = stream.agent;
  op.clock = stream_clock(stream);
  join(op.clock, host_clock_);
  op.index = tick(stream.agent);
  if (op.clock.size() <= op.agent) op.clock.resize(op.agent + 1);
  op.clock[op.agent] = op.index;
  op.name = name;
  stream.clock = op.clock;
  operations_.push_back(std::move(op));
  const auto number = static_cast<std::uint32_t>(operations_.size() - 1);
  new_host_operation(); // what the host does from here on is not ordered before the operation
  return number;
}

void Timeline::host_waits(const VectorClock& clock) {
  join(host_clock_, clock);
  new_host_operation();
}

void Timeline::host_waits_for_all() {
  for (const Stream& s : streams_)
    join(host_clock_, s.clock);
  new_host_operation();
}

void Timeline::wait_event(Stream& stream, const Event& event) {
  if (event.recorded) join(stream.clock, event.clock);
}

bool Timeline::ordered(std::uint32_t earlier, std::uint32_t later) const {
  const Operation& a = operations_[earlier];
  const VectorClock& clock = operations_[later].clock;
  return a.agent < clock.size() && clock[a.agent] >= a.index;
}

bool Timeline::follows_everything(std::uint32_t later) const {
  const VectorClock& clock = operations_[later].clock;
  for (std::size_t agent = 1; agent < last_.size(); agent++)
    if (last_[agent] > (agent < clock.size() ? clock[agent] : 0)) return false;
  return true;
}

Timeline& timeline() {
  static Timeline instance;
  return instance;
}

} // namespace burler::cudahost
