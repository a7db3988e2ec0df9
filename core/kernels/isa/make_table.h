// All kernels at one width of vectors; each file of this folder compiles them with its own flags.
#pragma once

#include "core/kernels/gathered.h"
#include "core/kernels/gemm.h"
#include "core/kernels/isa/tables.h"
#include "core/kernels/weighted_rows.h"

namespace cnn {
namespace {

template <int lanes>
constexpr KernelTable make_table(const char* name) {
    return {name,
            2 * lanes,
            rows_tile<lanes>,
            packed_panel<lanes>,
            scattered_panel<lanes>,
            weighted_rows<lanes>,
            gathered_product<lanes>};
}

}  // namespace
}  // namespace cnn
