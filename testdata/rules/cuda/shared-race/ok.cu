// The same rotation with its barrier, twice in a loop with the trailing barrier, and once with shuffles.
#include <cstdio>

__global__ void rotate(const float* in, float* out) {
  __shared__ float tile[128];
  float value = in[threadIdx.x];
  for (int step = 0; step < 3; step++) {
    tile[threadIdx.x] = value;
    __syncthreads();
    value = tile[(threadIdx.x + 1) % 128];
    __syncthreads();
  }
  value += __shfl_xor_sync(0xffffffffu, value, 1);
  out[threadIdx.x] = value;
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
  return host[0] == 7.0f ? 0 : 1;
}
