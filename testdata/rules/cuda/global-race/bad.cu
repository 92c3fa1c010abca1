// Every block adds its part to one element without an atomic.
#include <cstdio>

__global__ void accumulate(const float* in, float* sum) {
  if (threadIdx.x == 0) sum[0] += in[blockIdx.x]; // expect: cuda/global-race
}

int main() {
  float *in, *sum, host[4] = {1, 2, 3, 4}, result = 0;
  cudaMalloc(&in, sizeof(host));
  cudaMalloc(&sum, sizeof(float));
  cudaMemset(sum, 0, sizeof(float));
  cudaMemcpy(in, host, sizeof(host), cudaMemcpyHostToDevice);
  accumulate<<<4, 32>>>(in, sum);
  cudaMemcpy(&result, sum, sizeof(float), cudaMemcpyDeviceToHost);
  printf("%f\n", result);
  return 0;
}
