// GEMM as cuBLAS does it (column-major), one operation of the handle's stream. Accumulates in double, so it
// serves as a reference; a GPU's last bits differ.
#include "cudahost/engine/api.h"
#include "cudahost/include/burler_cuda/small_float.h"
#include "cudahost/include/library_types.h"

#include <cstring>
#include <deque>

using namespace burler::cudahost; // NOLINT

namespace {

struct Handle {
  cudaStream_t stream = nullptr;
};

std::deque<Handle>& handles() {
  static std::deque<Handle> all;
  return all;
}

std::size_t element_size(int type) { return type == CUDA_R_32F ? 4 : 2; }

float load(const void* p, int type, std::size_t i) {
  if (type == CUDA_R_32F) return static_cast<const float*>(p)[i];
  std::uint16_t bits;
  std::memcpy(&bits, static_cast<const char*>(p) + 2 * i, 2);
  return type == CUDA_R_16F ? burlercuda::half_to_float(bits) : burlercuda::bf16_to_float(bits);
}

void store(void* p, int type, std::size_t i, float value) {
  if (type == CUDA_R_32F) {
    static_cast<float*>(p)[i] = value;
    return;
  }
  const std::uint16_t bits =
      type == CUDA_R_16F ? burlercuda::float_to_half(value) : burlercuda::float_to_bf16(value);
  std::memcpy(static_cast<char*>(p) + 2 * i, &bits, 2);
}

struct Matrix {
  const void* data;
  int type, leading;
  long long stride;
  bool transposed;
  float at(int row, int column, int batch) const {
    const long long i = transposed ? static_cast<long long>(row) * leading + column
                                   : static_cast<long long>(column) * leading + row;
    return load(data, type, static_cast<std::size_t>(i + batch * stride));
  }
  void judge(int rows, int columns, int batches, bool write, std::uint32_t segment, std::uint32_t pc) const {
    const long long last = static_cast<long long>((transposed ? rows : columns) - 1) * leading +
                           (transposed ? columns : rows) + (batches - 1) * stride;
    const auto low = reinterpret_cast<std::uintptr_t>(data);
    judge_range(low, low + static_cast<std::size_t>(last) * element_size(type), write, segment, pc);
  }
};

} // namespace

extern "C" {

int cublasCreate(void** handle) {
  handles().emplace_back();
  *handle = &handles().back();
  return 0;
}
int cublasDestroy(void*) { return 0; }
int cublasSetStream(void* handle, cudaStream_t stream) {
  static_cast<Handle*>(handle)->stream = stream;
  return 0;
}
int cublasGetStream(void* handle, cudaStream_t* stream) {
  *stream = static_cast<Handle*>(handle)->stream;
  return 0;
}
int cublasSetMathMode(void*, int) { return 0; }

int burler_gemm(void* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a,
                int a_type, int lda, long long stride_a, const void* b, int b_type, int ldb,
                long long stride_b, const void* beta, void* c, int c_type, int ldc, long long stride_c,
                int batches, int scalars_half) {
  ApiGuard guard(api_lock());
  start_engine();
  constexpr int invalid = 7, not_initialized = 1, unsupported = 15, failed = 13;
  if (handle == nullptr) return not_initialized;
  if (sticky_error() != cudaSuccess) return failed;
  if (m < 0 || n < 0 || k < 0 || batches < 0 || alpha == nullptr || beta == nullptr) return invalid;
  for (const int type : {a_type, b_type, c_type})
    if (type != CUDA_R_32F && type != CUDA_R_16F && type != CUDA_R_16BF) return unsupported;
  if (m == 0 || n == 0 || batches == 0) return 0;
  const Matrix left{a, a_type, lda, stride_a, ta != 0}, right{b, b_type, ldb, stride_b, tb != 0};
  const Matrix out{c, c_type, ldc, stride_c, false};
  const float scale = load(alpha, scalars_half != 0 ? CUDA_R_16F : CUDA_R_32F, 0);
  const float keep = load(beta, scalars_half != 0 ? CUDA_R_16F : CUDA_R_32F, 0);
  const std::uint32_t op =
      timeline().issue(timeline().stream(static_cast<Handle*>(handle)->stream), "cuBLAS GEMM");
  const std::uint32_t segment = new_segment({op, 0, 0, 0}), pc = BURLER_PC;
  left.judge(m, k, batches, false, segment, pc);
  right.judge(k, n, batches, false, segment, pc);
  out.judge(m, n, batches, true, segment, pc);
  for (int batch = 0; batch < batches; batch++)
    for (int column = 0; column < n; column++)
      for (int row = 0; row < m; row++) {
        double sum = 0;
        for (int i = 0; i < k; i++)
          sum += static_cast<double>(left.at(row, i, batch)) * right.at(i, column, batch);
        const auto at =
            static_cast<std::size_t>(static_cast<long long>(column) * ldc + row + batch * stride_c);
        const float old = keep == 0.0f ? 0.0f : keep * load(c, c_type, at);
        store(c, c_type, at, scale * static_cast<float>(sum) + old);
      }
  return 0;
}
}
