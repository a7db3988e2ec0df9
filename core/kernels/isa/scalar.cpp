// One number at a time, on every machine.
#include "core/kernels/isa/make_table.h"

namespace cnn {
const KernelTable kScalarTable = make_table<1>("scalar");
}
