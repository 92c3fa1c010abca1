// The attention kernel with its own main: computes attention with two streams and compares it with the
// reference.
//
//   attention_forward [QUERIES[,HEAD_DIM[,HEADS[,CAUSAL[,KEYS]]]] ...]
//
// Without arguments it runs three small problems that use every path: tails, causal offset, masked rows. One
// line per problem; exit 0 when all agree, 1 when one does not, 2 on wrong usage or a CUDA error.
#include "attention_kernel.cuh"
#include "problem.h"

#include <cuda_runtime.h>
#include <stdio.h>
#include <stdlib.h>
#include <vector>

using namespace burler::workload;

namespace {

void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  fprintf(stderr, "attention_forward: %s: %s\n", what, cudaGetErrorString(status));
  exit(2);
}

/// Pinned host memory: copies from and to it are asynchronous.
template <class T> T* pinned(std::size_t count) {
  void* memory = nullptr;
  check(cudaMallocHost(&memory, count * sizeof(T)), "cudaMallocHost");
  return static_cast<T*>(memory);
}

template <class T> T* device(std::size_t count) {
  void* memory = nullptr;
  check(cudaMalloc(&memory, count * sizeof(T)), "cudaMalloc");
  return static_cast<T*>(memory);
}

struct HostBuffers {
  float *query, *key, *value, *out, *log_sum_exp;
  int* masked_rows;

  explicit HostBuffers(const AttentionProblem& p)
      : query(pinned<float>(p.query_floats())), key(pinned<float>(p.key_floats())),
        value(pinned<float>(p.key_floats())), out(pinned<float>(p.query_floats())),
        log_sum_exp(pinned<float>(p.rows())), masked_rows(pinned<int>(1)) {}
  void release() {
    for (void* memory :
         {static_cast<void*>(query), static_cast<void*>(key), static_cast<void*>(value),
          static_cast<void*>(out), static_cast<void*>(log_sum_exp), static_cast<void*>(masked_rows)})
      check(cudaFreeHost(memory), "cudaFreeHost");
  }
};

struct DeviceBuffers {
  float *query, *key, *value, *out, *log_sum_exp;
  int* masked_rows;

  explicit DeviceBuffers(const AttentionProblem& p)
      : query(device<float>(p.query_floats())), key(device<float>(p.key_floats())),
        value(device<float>(p.key_floats())), out(device<float>(p.query_floats())),
        log_sum_exp(device<float>(p.rows())), masked_rows(device<int>(1)) {}
  void release() {
    for (void* memory :
         {static_cast<void*>(query), static_cast<void*>(key), static_cast<void*>(value),
          static_cast<void*>(out), static_cast<void*>(log_sum_exp), static_cast<void*>(masked_rows)})
      check(cudaFree(memory), "cudaFree");
  }
};

void launch(const AttentionProblem& p, const DeviceBuffers& d, cudaStream_t stream) {
  const AttentionArguments arguments{d.query,       d.key,     d.value, d.out,   d.log_sum_exp,
                                     d.masked_rows, p.queries, p.keys,  p.causal};
  const dim3 grid(static_cast<unsigned>((p.queries + query_tile - 1) / query_tile),
                  static_cast<unsigned>(p.heads));
  if (p.head_dim == 32)
    attention_forward<32><<<grid, block_threads, SharedTiles<32>::bytes, stream>>>(arguments);
  else if (p.head_dim == 64)
    attention_forward<64><<<grid, block_threads, SharedTiles<64>::bytes, stream>>>(arguments);
  else
    attention_forward<128><<<grid, block_threads, SharedTiles<128>::bytes, stream>>>(arguments);
  check(cudaGetLastError(), "launch of attention_forward");
}

void upload(const AttentionProblem& p, const HostBuffers& h, const DeviceBuffers& d, cudaStream_t stream) {
  const std::size_t query_bytes = p.query_floats() * sizeof(float),
                    key_bytes = p.key_floats() * sizeof(float);
  check(cudaMemcpyAsync(d.query, h.query, query_bytes, cudaMemcpyHostToDevice, stream), "copy of Q");
  check(cudaMemcpyAsync(d.key, h.key, key_bytes, cudaMemcpyHostToDevice, stream), "copy of K");
  check(cudaMemcpyAsync(d.value, h.value, key_bytes, cudaMemcpyHostToDevice, stream), "copy of V");
}

void download(const AttentionProblem& p, const DeviceBuffers& d, const HostBuffers& h, cudaStream_t stream) {
  const std::size_t out_bytes = p.query_floats() * sizeof(float), lse_bytes = p.rows() * sizeof(float);
  check(cudaMemcpyAsync(h.out, d.out, out_bytes, cudaMemcpyDeviceToHost, stream), "copy of O");
  check(cudaMemcpyAsync(h.log_sum_exp, d.log_sum_exp, lse_bytes, cudaMemcpyDeviceToHost, stream),
        "copy of LSE");
  check(cudaMemcpyAsync(h.masked_rows, d.masked_rows, sizeof(int), cudaMemcpyDeviceToHost, stream),
        "copy of count");
}

/// Copies run on one stream and the kernel on another, ordered by events, as an engine does to overlap
/// layers. Returns when the results are in `h`.
void compute(const AttentionProblem& p, const HostBuffers& h) {
  cudaStream_t transfer, work;
  cudaEvent_t loaded, computed;
  check(cudaStreamCreateWithFlags(&transfer, cudaStreamNonBlocking), "cudaStreamCreate");
  check(cudaStreamCreateWithFlags(&work, cudaStreamNonBlocking), "cudaStreamCreate");
  check(cudaEventCreateWithFlags(&loaded, cudaEventDisableTiming), "cudaEventCreate");
  check(cudaEventCreateWithFlags(&computed, cudaEventDisableTiming), "cudaEventCreate");
  DeviceBuffers d(p);

  upload(p, h, d, transfer);
  check(cudaEventRecord(loaded, transfer), "cudaEventRecord");
  check(cudaMemsetAsync(d.masked_rows, 0, sizeof(int), work), "cudaMemsetAsync");
  check(cudaStreamWaitEvent(work, loaded, 0), "cudaStreamWaitEvent");
  launch(p, d, work);
  check(cudaEventRecord(computed, work), "cudaEventRecord");
  check(cudaStreamWaitEvent(transfer, computed, 0), "cudaStreamWaitEvent");
  download(p, d, h, transfer);
  check(cudaStreamSynchronize(transfer), "cudaStreamSynchronize");
  d.release();

  check(cudaEventDestroy(loaded), "cudaEventDestroy");
  check(cudaEventDestroy(computed), "cudaEventDestroy");
  check(cudaStreamDestroy(transfer), "cudaStreamDestroy");
  check(cudaStreamDestroy(work), "cudaStreamDestroy");
}

void fill(float* values, std::size_t count, unsigned& state) {
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    values[i] = static_cast<float>(state >> 8) / 8388608.0f - 1.0f;
  }
}

int expected_masked_rows(const AttentionProblem& p) {
  int masked = 0;
  for (int i = 0; i < p.queries; ++i)
    masked += p.visible_keys(i) == 0;
  return masked * p.heads;
}

bool run(const AttentionProblem& p) {
  HostBuffers h(p);
  unsigned state = 12345;
  fill(h.query, p.query_floats(), state);
  fill(h.key, p.key_floats(), state);
  fill(h.value, p.key_floats(), state);
  compute(p, h);

  const AttentionOutput<double> reference = plain_attention<double>(p, h.query, h.key, h.value);
  const AttentionOutput<float> plain = plain_attention<float>(p, h.query, h.key, h.value);
  const double error = largest_error(h.out, reference.out);
  const double plain_error = largest_error(plain.out.data(), reference.out);
  const double lse_error = largest_error(h.log_sum_exp, reference.log_sum_exp);
  const double plain_lse_error = largest_error(plain.log_sum_exp.data(), reference.log_sum_exp);
  const bool good = error_is_acceptable(error, plain_error) &&
                    error_is_acceptable(lse_error, plain_lse_error) &&
                    *h.masked_rows == expected_masked_rows(p);
  printf(
      "queries %d keys %d head_dim %d heads %d %s: error %.2e (plain %.2e), log-sum-exp %.2e (plain %.2e), "
      "masked rows %d of %d: %s\n",
      p.queries, p.keys, p.head_dim, p.heads, p.causal ? "causal" : "full", error, plain_error, lse_error,
      plain_lse_error, *h.masked_rows, expected_masked_rows(p), good ? "ok" : "MISMATCH");
  h.release();
  return good;
}

/// Reads QUERIES[,HEAD_DIM[,HEADS[,CAUSAL[,KEYS]]]]. False when that is not what `word` says.
bool parse(const char* word, AttentionProblem& p) {
  int causal = 0;
  int* const fields[] = {&p.queries, &p.head_dim, &p.heads, &causal, &p.keys};
  const char* at = word;
  for (int i = 0; i < 5; ++i) {
    char* end = nullptr;
    const long value = strtol(at, &end, 10);
    if (end == at || value < (i == 3 ? 0 : 1) || value > (1 << 20)) return false;
    *fields[i] = static_cast<int>(value);
    at = end;
    if (*at == '\0') break;
    if (*at++ != ',' || i == 4) return false;
  }
  p.causal = causal != 0;
  if (p.keys == 0) p.keys = p.queries;
  const std::size_t index_limit = std::size_t(1) << 31; // the kernel's indices are int
  return (p.head_dim == 32 || p.head_dim == 64 || p.head_dim == 128) && p.query_floats() < index_limit &&
         p.key_floats() < index_limit;
}

} // namespace

int main(int argc, char** argv) {
  std::vector<AttentionProblem> problems{
      {50, 57, 1, 32, true}, {40, 20, 2, 32, true}, {21, 33, 2, 64, false}};
  if (argc > 1) problems.assign(static_cast<std::size_t>(argc - 1), AttentionProblem{});
  for (int i = 1; i < argc; ++i) {
    if (parse(argv[i], problems[static_cast<std::size_t>(i - 1)])) continue;
    fprintf(stderr,
            "attention_forward: '%s' is not QUERIES[,HEAD_DIM 32|64|128[,HEADS[,CAUSAL 0|1[,KEYS]]]]\n",
            argv[i]);
    return 2;
  }
  bool good = true;
  for (const AttentionProblem& p : problems)
    good = run(p) && good;
  return good ? 0 : 1;
}
