// Eight lanes on x86-64, chosen at run time. This file alone is compiled with -mavx2 (no FMA: it would round
// once where every other table rounds twice). Nothing here may instantiate code that other files share.
#include "core/kernels/isa/make_table.h"

#if defined(__x86_64__)
namespace cnn {
#if defined(__AVX2__)
const KernelTable kAvx2Table = make_table<8>("avx2");
#else
const KernelTable kAvx2Table = {"avx2", 0, nullptr, nullptr, nullptr, nullptr};
#endif
}  // namespace cnn
#endif
