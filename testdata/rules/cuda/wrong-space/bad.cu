// A host array is passed to the kernel as it is.
#include <vector>

__global__ void twice(float* data) {
  data[threadIdx.x] *= 2.0f; // expect: cuda/wrong-space
}

int main() {
  std::vector<float> host(32, 1.0f);
  twice<<<1, 32>>>(host.data());
  cudaDeviceSynchronize();
  return 0;
}
