/* Stand-in for cuDNN: handles and streams. */
#ifndef BURLER_STUB_CUDNN
#define BURLER_STUB_CUDNN
#include <cuda_runtime_api.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct cudnnContext* cudnnHandle_t;
typedef struct cudnnTensorStruct* cudnnTensorDescriptor_t;
typedef enum { CUDNN_STATUS_SUCCESS, CUDNN_STATUS_NOT_INITIALIZED } cudnnStatus_t;
const char* cudnnGetErrorString(cudnnStatus_t status);
cudnnStatus_t cudnnCreate(cudnnHandle_t* handle);
cudnnStatus_t cudnnDestroy(cudnnHandle_t handle);
cudnnStatus_t cudnnSetStream(cudnnHandle_t handle, cudaStream_t stream);
cudnnStatus_t cudnnGetStream(cudnnHandle_t handle, cudaStream_t* stream);
#ifdef __cplusplus
}
#endif
#endif
