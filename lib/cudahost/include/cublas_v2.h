// The part of cuBLAS that kernels' test programs compare against: GEMM, plain, strided-batched and mixed
// precision. Runs on the host as one operation of the handle's stream.
#pragma once
#include "cuda_bf16.h"
#include "cuda_fp16.h"
#include "library_types.h"

typedef struct cublasContext* cublasHandle_t;
typedef enum {
  CUBLAS_STATUS_SUCCESS = 0,
  CUBLAS_STATUS_NOT_INITIALIZED = 1,
  CUBLAS_STATUS_ALLOC_FAILED = 3,
  CUBLAS_STATUS_INVALID_VALUE = 7,
  CUBLAS_STATUS_EXECUTION_FAILED = 13,
  CUBLAS_STATUS_NOT_SUPPORTED = 15
} cublasStatus_t;
typedef enum { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1, CUBLAS_OP_C = 2 } cublasOperation_t;
typedef enum {
  CUBLAS_DEFAULT_MATH = 0,
  CUBLAS_TENSOR_OP_MATH = 1,
  CUBLAS_PEDANTIC_MATH = 2,
  CUBLAS_TF32_TENSOR_OP_MATH = 3
} cublasMath_t;
typedef enum {
  CUBLAS_COMPUTE_16F = 64,
  CUBLAS_COMPUTE_32F = 68,
  CUBLAS_COMPUTE_32F_PEDANTIC = 69,
  CUBLAS_COMPUTE_32F_FAST_16F = 74,
  CUBLAS_COMPUTE_32F_FAST_16BF = 75,
  CUBLAS_COMPUTE_32F_FAST_TF32 = 77
} cublasComputeType_t;
typedef enum { CUBLAS_GEMM_DEFAULT = -1, CUBLAS_GEMM_DEFAULT_TENSOR_OP = 99 } cublasGemmAlgo_t;

extern "C" {
cublasStatus_t cublasCreate(cublasHandle_t* handle);
cublasStatus_t cublasDestroy(cublasHandle_t handle);
cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream);
cublasStatus_t cublasGetStream(cublasHandle_t handle, cudaStream_t* stream);
cublasStatus_t cublasSetMathMode(cublasHandle_t handle, cublasMath_t mode);
cublasStatus_t burler_gemm(cublasHandle_t handle, cublasOperation_t ta, cublasOperation_t tb, int m, int n,
                           int k, const void* alpha, const void* a, int a_type, int lda, long long stride_a,
                           const void* b, int b_type, int ldb, long long stride_b, const void* beta, void* c,
                           int c_type, int ldc, long long stride_c, int batches, int scalars_half);
}
#define BURLER_GEMM static inline __attribute__((always_inline, unused)) cublasStatus_t
BURLER_GEMM cublasSgemm(cublasHandle_t h, cublasOperation_t ta, cublasOperation_t tb, int m, int n, int k,
                        const float* alpha, const float* a, int lda, const float* b, int ldb,
                        const float* beta, float* c, int ldc) {
  return burler_gemm(h, ta, tb, m, n, k, alpha, a, CUDA_R_32F, lda, 0, b, CUDA_R_32F, ldb, 0, beta, c,
                     CUDA_R_32F, ldc, 0, 1, 0);
}
BURLER_GEMM cublasSgemmStridedBatched(cublasHandle_t h, cublasOperation_t ta, cublasOperation_t tb, int m,
                                      int n, int k, const float* alpha, const float* a, int lda, long long sa,
                                      const float* b, int ldb, long long sb, const float* beta, float* c,
                                      int ldc, long long sc, int batches) {
  return burler_gemm(h, ta, tb, m, n, k, alpha, a, CUDA_R_32F, lda, sa, b, CUDA_R_32F, ldb, sb, beta, c,
                     CUDA_R_32F, ldc, sc, batches, 0);
}
BURLER_GEMM cublasGemmEx(cublasHandle_t h, cublasOperation_t ta, cublasOperation_t tb, int m, int n, int k,
                         const void* alpha, const void* a, cudaDataType at, int lda, const void* b,
                         cudaDataType bt, int ldb, const void* beta, void* c, cudaDataType ct, int ldc,
                         cublasComputeType_t compute, cublasGemmAlgo_t) {
  return burler_gemm(h, ta, tb, m, n, k, alpha, a, at, lda, 0, b, bt, ldb, 0, beta, c, ct, ldc, 0, 1,
                     compute == CUBLAS_COMPUTE_16F);
}
BURLER_GEMM cublasGemmStridedBatchedEx(cublasHandle_t h, cublasOperation_t ta, cublasOperation_t tb, int m,
                                       int n, int k, const void* alpha, const void* a, cudaDataType at,
                                       int lda, long long sa, const void* b, cudaDataType bt, int ldb,
                                       long long sb, const void* beta, void* c, cudaDataType ct, int ldc,
                                       long long sc, int batches, cublasComputeType_t compute,
                                       cublasGemmAlgo_t) {
  return burler_gemm(h, ta, tb, m, n, k, alpha, a, at, lda, sa, b, bt, ldb, sb, beta, c, ct, ldc, sc, batches,
                     compute == CUBLAS_COMPUTE_16F);
}
