// Stand-in for PyTorch's C++ API: tensors, streams, events, guards. One file for its headers.
#include <ATen/_other.h>
