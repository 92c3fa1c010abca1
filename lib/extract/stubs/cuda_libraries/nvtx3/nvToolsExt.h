/* Stand-in for NVTX ranges. */
#ifndef BURLER_STUB_NVTX
#define BURLER_STUB_NVTX
#ifdef __cplusplus
extern "C" {
#endif
int nvtxRangePushA(const char* text);
int nvtxRangePop(void);
void nvtxMarkA(const char* text);
#define nvtxRangePush nvtxRangePushA
#define nvtxMark nvtxMarkA
#ifdef __cplusplus
}
#endif
#endif
