// How many geometries the gradients are checked over.
#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "tests/core/ops/enumerations.h"

namespace cnn {
namespace {

// What tells a geometry from every other, as text.
template <class... Part>
std::string key(const Part&... part) {
    std::ostringstream text;
    ((text << part << ' '), ...);
    return text.str();
}

TEST_CASE("gradients: all ops together are checked over at least 1200 different geometries") {
    using namespace testing;
    std::set<std::string> all;
    for_each_convolution([&](const Conv2dPlan& plan) {
        all.insert(key("conv", plan.channels, plan.filters, plan.groups, describe(plan.window)));
    });
    for_each_transposed_convolution([&](const ConvTranspose2dPlan& plan) {
        all.insert(key("transposed", plan.channels, plan.filters, plan.groups, describe(plan.window)));
    });
    for_each_locally_connected(
        [&](const LocallyConnectedPlan& plan) { all.insert(key("local", describe(plan.window))); });
    for (const PoolKind kind : kPoolKinds)
        for_each_pool(kind, [&](const Pool2dPlan& plan) {
            const auto rule = static_cast<int>(plan.mean_count);
            all.insert(key("pool", static_cast<int>(kind), rule, describe(plan.window)));
        });
    for_each_dense([&](const DensePlan& plan, int n) { all.insert(key("dense", plan.in, plan.out, n)); });
    for_each_batch_norm([&](const BatchNormPlan& plan, int n) {
        all.insert(key("batch norm", plan.channels, plan.pixels, n));
    });
    for_each_local_response_norm([&](const LocalResponseNormPlan& plan) {
        all.insert(key("local response norm", plan.channels, plan.size, plan.beta));
    });
    for_each_dropout([&](float rate, std::size_t size, int n) { all.insert(key("dropout", rate, size, n)); });
    for_each_concatenation([&](const ConcatPart& place, int n) {
        all.insert(key("concat", place.whole, place.first, place.part, n));
    });
    CHECK(all.size() >= 1200);
}

}  // namespace
}  // namespace cnn
