// Stand-in for Triton's profiling ranges: nothing.
#ifndef BURLER_STUB_TRITON_NVTX
#define BURLER_STUB_TRITON_NVTX
#define NVTX_INITIALIZE
#define NVTX_RANGE(variable, text)
#define NVTX_MARKER(text)
#endif
