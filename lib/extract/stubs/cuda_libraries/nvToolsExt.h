/* Stand-in: the older name of the header. */
#include <nvtx3/nvToolsExt.h>
