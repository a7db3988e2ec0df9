// Which tables this machine runs.
#include "core/kernels/table.h"

#include <array>

#include "core/kernels/isa/tables.h"

namespace cnn {
namespace {

struct Available {
    std::array<const KernelTable*, 4> tables = {&kScalarTable, &kVec128Table};
    std::size_t count = 2;

    Available() {
#if defined(__x86_64__)
        if (kAvx2Table.rows_tile && __builtin_cpu_supports("avx2")) tables[count++] = &kAvx2Table;
        if (kAvx512Table.rows_tile && __builtin_cpu_supports("avx512vl")) tables[count++] = &kAvx512Table;
#endif
    }
};

const Available& available() {
    static const Available found;
    return found;
}

}  // namespace

const KernelTable& best_kernels() { return *available_kernels().back(); }

const KernelTable& scalar_kernels() { return kScalarTable; }

std::span<const KernelTable* const> available_kernels() {
    return std::span(available().tables).first(available().count);
}

}  // namespace cnn
