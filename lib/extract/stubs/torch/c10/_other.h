// Stand-in: see ATen/_other.h.
#include <ATen/_other.h>
