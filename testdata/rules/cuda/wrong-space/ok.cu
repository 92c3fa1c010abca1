// The data is copied; arguments, local arrays and constants of the program are accessible to a kernel.
#include <vector>

struct Parameters {
  float factor;
  int offset[4];
};

__constant__ float table[4];

__global__ void scale(float* data, Parameters p) {
  float local[4];
  for (int i = 0; i < 4; i++) local[i] = p.factor + table[i] + (float)p.offset[i];
  data[threadIdx.x] *= local[threadIdx.x % 4];
}

int main() {
  std::vector<float> host(32, 1.0f);
  const float values[4] = {1, 2, 3, 4};
  float* data;
  cudaMalloc(&data, 32 * sizeof(float));
  cudaMemcpyToSymbol(table, values, sizeof(values));
  cudaMemcpy(data, host.data(), 32 * sizeof(float), cudaMemcpyHostToDevice);
  scale<<<1, 32>>>(data, Parameters{1.0f, {0, 0, 0, 0}});
  cudaMemcpy(host.data(), data, 32 * sizeof(float), cudaMemcpyDeviceToHost);
  return host[1] == 3.0f ? 0 : 1;
}
