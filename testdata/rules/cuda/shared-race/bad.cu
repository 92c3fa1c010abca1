// Each thread reads the element its neighbour wrote, without a barrier between.
#include <cstdio>

__global__ void rotate(const float* in, float* out) {
  __shared__ float tile[128];
  tile[threadIdx.x] = in[threadIdx.x];            // expect: cuda/shared-race
  out[threadIdx.x] = tile[(threadIdx.x + 1) % 128]; // expect: cuda/shared-race
}

int main() {
  float *in, *out, host[128];
  for (int i = 0; i < 128; i++) host[i] = i;
  cudaMalloc(&in, sizeof(host));
  cudaMalloc(&out, sizeof(host));
  cudaMemcpy(in, host, sizeof(host), cudaMemcpyHostToDevice);
  rotate<<<1, 128>>>(in, out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%f\n", host[0]);
  return 0;
}
