// The traces of a dense layer and of softmax end in the ops' own bits, for every output.
#include <doctest/doctest.h>

#include "core/ops/dense/reference.h"
#include "core/ops/dense/trace.h"
#include "core/ops/softmax/softmax.h"
#include "core/ops/softmax/trace.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

TEST_CASE("trace: every output of a dense layer, to the bit") {
    Rng rng(81);
    for (const DensePlan plan : {DensePlan{1, 1}, DensePlan{7, 5}, DensePlan{90, 10}}) {
        const auto in = static_cast<std::size_t>(plan.in);
        const auto out = static_cast<std::size_t>(plan.out);
        const Floats x = testing::random_floats(rng, in), w = testing::random_floats(rng, in * out);
        const Floats bias = testing::random_floats(rng, out);
        Floats y(out), traced(out);
        reference_dense_forward(plan, 1, x.data(), w.data(), bias.data(), y.data());
        for (int o = 0; o < plan.out; ++o) {
            const DenseTrace trace = trace_dense(plan, x, w, bias, o);
            CHECK(trace.terms.size() == in);
            traced[static_cast<std::size_t>(o)] = trace.result;
        }
        CHECK(testing::same_bits(traced, y));
    }
}

TEST_CASE("trace: every probability of a softmax, to the bit") {
    Rng rng(82);
    for (const int classes : {1, 2, 10}) {
        const Floats logits = testing::random_floats(rng, static_cast<std::size_t>(classes));
        Floats p(logits.size()), traced(logits.size());
        softmax(1, classes, logits.data(), p.data());
        for (int c = 0; c < classes; ++c)
            traced[static_cast<std::size_t>(c)] = trace_softmax(logits, c).result;
        CHECK(testing::same_bits(traced, p));
    }
}

}  // namespace
}  // namespace cnn
