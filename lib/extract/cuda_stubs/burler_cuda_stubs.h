// Stand-ins for the CUDA headers: enough declarations to read CUDA sources without a toolkit. Names and meaning
// follow the CUDA C++ Programming Guide and the CUDA Runtime API reference; nothing here has a body that runs.
// Included before every .cu file when no --cuda-path is given, as the toolkit's compiler includes cuda_runtime.h.
#pragma once

#include "cuda_runtime.h"
