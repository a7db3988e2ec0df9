// One number at a time, on every machine.
#include "core/kernels/gemm.h"
#include "core/kernels/isa/tables.h"

namespace cnn {
const KernelTable kScalarTable = make_table<1>("scalar");
}
