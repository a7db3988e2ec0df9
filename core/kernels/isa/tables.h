// The tables that a build may hold; core/kernels/table.cpp offers those that the machine runs.
#pragma once

#include "core/kernels/table.h"

namespace cnn {
extern const KernelTable kScalarTable;
extern const KernelTable kVec128Table;
#if defined(__x86_64__)
extern const KernelTable kAvx2Table;    // null functions when its file was compiled without -mavx2
extern const KernelTable kAvx512Table;  // likewise without -mavx512vl
#endif
}  // namespace cnn
