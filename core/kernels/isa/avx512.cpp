// Eight lanes with AVX-512's instructions on x86-64: 32 registers, and factors that come straight from
// memory. Not sixteen: panels of 32 columns are wider than many a layer, and LeNet-5 trained 1.2 times
// slower. This file alone is compiled with -mavx512vl; of its fused instructions -ffp-contract=off makes no
// use. Nothing here may instantiate code that other files share.
#include "core/kernels/isa/make_table.h"

#if defined(__x86_64__)
namespace cnn {
#if defined(__AVX512VL__)
const KernelTable kAvx512Table = make_table<8>("avx512");
#else
const KernelTable kAvx512Table = {"avx512", 0, nullptr, nullptr, nullptr, nullptr};
#endif
}  // namespace cnn
#endif
