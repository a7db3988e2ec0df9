#include "core/ops/join/trace.h"

#include "core/base/assert.h"

namespace cnn {

std::vector<AddTerm> trace_add(std::span<const float> parts) {
    std::vector<AddTerm> terms = {{parts[0], parts[0]}};
    for (const float part : parts.subspan(1)) terms.push_back({part, terms.back().partial + part});
    return terms;
}

ConcatTrace trace_concat(std::span<const std::size_t> sizes, std::size_t place) {
    ConcatTrace trace{0, place};
    while (trace.place >= sizes[trace.branch]) {
        trace.place -= sizes[trace.branch];
        ++trace.branch;
        CNN_ASSERT(trace.branch < sizes.size());
    }
    return trace;
}

}  // namespace cnn
