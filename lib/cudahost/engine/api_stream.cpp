// Streams, events, host functions and waiting.
#include "cudahost/engine/api.h"

#include <chrono>
#include <deque>

using namespace burler::cudahost; // NOLINT

namespace {

std::deque<Event>& events() {
  static std::deque<Event> all;
  return all;
}

Event* event_of(cudaEvent_t handle) {
  for (Event& e : events())
    if (reinterpret_cast<cudaEvent_t>(&e) == handle && !e.destroyed) return &e;
  return nullptr;
}

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

cudaError_t run_on_host(cudaStream_t handle, const char* name, void (*run)(void*), void* data) {
  ApiGuard guard(api_lock());
  start_engine();
  if (sticky_error() != cudaSuccess) return sticky_error();
  if (!timeline().valid(handle)) return fail(cudaErrorInvalidResourceHandle);
  timeline().issue(timeline().stream(handle), name);
  // Executed now, by this thread: what it touches is judged as host code that has waited for the stream.
  timeline().host_waits(timeline().stream(handle).clock);
  run(data);
  return cudaSuccess;
}

} // namespace

extern "C" {

cudaError_t cudaStreamCreateWithPriority(cudaStream_t* stream, unsigned int flags, int priority) {
  ApiGuard guard(api_lock());
  start_engine();
  if (stream == nullptr) return fail(cudaErrorInvalidValue);
  *stream = timeline().create_stream(flags, priority);
  return cudaSuccess;
}
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned int flags) {
  return cudaStreamCreateWithPriority(stream, flags, 0);
}
cudaError_t cudaStreamCreate(cudaStream_t* stream) { return cudaStreamCreateWithPriority(stream, 0, 0); }
cudaError_t cudaStreamDestroy(cudaStream_t handle) {
  ApiGuard guard(api_lock());
  if (handle == nullptr || !timeline().valid(handle)) return fail(cudaErrorInvalidResourceHandle);
  timeline().stream(handle).destroyed = true; // work already issued goes on
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t handle) {
  ApiGuard guard(api_lock());
  start_engine();
  if (sticky_error() != cudaSuccess) return sticky_error();
  if (!timeline().valid(handle)) return fail(cudaErrorInvalidResourceHandle);
  timeline().host_waits(timeline().stream_clock(timeline().stream(handle)));
  return cudaSuccess;
}
cudaError_t cudaStreamQuery(cudaStream_t handle) { return cudaStreamSynchronize(handle); }
cudaError_t cudaStreamGetFlags(cudaStream_t handle, unsigned int* flags) {
  if (!timeline().valid(handle)) return fail(cudaErrorInvalidResourceHandle);
  *flags = timeline().stream(handle).flags;
  return cudaSuccess;
}
cudaError_t cudaStreamGetPriority(cudaStream_t handle, int* priority) {
  if (!timeline().valid(handle)) return fail(cudaErrorInvalidResourceHandle);
  *priority = timeline().stream(handle).priority;
  return cudaSuccess;
}
cudaError_t cudaStreamWaitEvent(cudaStream_t handle, cudaEvent_t event, unsigned int) {
  ApiGuard guard(api_lock());
  Event* e = event_of(event);
  if (e == nullptr || !timeline().valid(handle)) return fail(cudaErrorInvalidResourceHandle);
  timeline().wait_event(timeline().stream(handle), *e);
  return cudaSuccess;
}
cudaError_t cudaStreamAttachMemAsync(cudaStream_t, void*, size_t, unsigned int) { return cudaSuccess; }
cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t fn, void* data) {
  return run_on_host(stream, "host function", fn, data);
}
cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t fn, void* data, unsigned int) {
  struct Call {
    cudaStream_t stream;
    cudaStreamCallback_t fn;
    void* data;
  } call{stream, fn, data};
  return run_on_host(
      stream, "stream callback",
      [](void* p) {
        static_cast<Call*>(p)->fn(static_cast<Call*>(p)->stream, cudaSuccess, static_cast<Call*>(p)->data);
      },
      &call);
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned int) {
  ApiGuard guard(api_lock());
  start_engine();
  if (event == nullptr) return fail(cudaErrorInvalidValue);
  events().emplace_back();
  *event = reinterpret_cast<cudaEvent_t>(&events().back());
  return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  ApiGuard guard(api_lock());
  Event* e = event_of(event);
  if (e == nullptr) return fail(cudaErrorInvalidResourceHandle);
  e->destroyed = true;
  return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t handle) {
  ApiGuard guard(api_lock());
  Event* e = event_of(event);
  if (e == nullptr || !timeline().valid(handle)) return fail(cudaErrorInvalidResourceHandle);
  e->clock = timeline().stream_clock(timeline().stream(handle));
  e->recorded = true;
  e->time = now_ms();
  return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  ApiGuard guard(api_lock());
  Event* e = event_of(event);
  if (e == nullptr) return fail(cudaErrorInvalidResourceHandle);
  if (sticky_error() != cudaSuccess) return sticky_error();
  if (e->recorded) timeline().host_waits(e->clock);
  return cudaSuccess;
}
cudaError_t cudaEventQuery(cudaEvent_t event) { return cudaEventSynchronize(event); }
cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t start, cudaEvent_t end) {
  ApiGuard guard(api_lock());
  const Event *a = event_of(start), *b = event_of(end);
  if (a == nullptr || b == nullptr || ms == nullptr) return fail(cudaErrorInvalidResourceHandle);
  if (!a->recorded || !b->recorded) return fail(cudaErrorInvalidResourceHandle);
  *ms = static_cast<float>(b->time - a->time);
  return cudaSuccess;
}

cudaError_t cudaDeviceSynchronize(void) {
  ApiGuard guard(api_lock());
  start_engine();
  if (sticky_error() != cudaSuccess) return sticky_error();
  timeline().host_waits_for_all();
  return cudaSuccess;
}
cudaError_t cudaThreadSynchronize(void) { return cudaDeviceSynchronize(); }
}
