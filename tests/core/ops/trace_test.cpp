// The traces of layers without a lesson of their own end in the ops' own bits, for every output.
#include <doctest/doctest.h>

#include "core/ops/activation/trace.h"
#include "core/ops/dense/reference.h"
#include "core/ops/dense/trace.h"
#include "core/ops/dropout/trace.h"
#include "core/ops/join/join.h"
#include "core/ops/join/trace.h"
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

TEST_CASE("trace: every number of a log-softmax, to the bit") {
    Rng rng(83);
    for (const int classes : {1, 2, 10}) {
        const Floats logits = testing::random_floats(rng, static_cast<std::size_t>(classes));
        Floats y(logits.size()), traced(logits.size());
        log_softmax(1, classes, logits.data(), y.data());
        for (int c = 0; c < classes; ++c)
            traced[static_cast<std::size_t>(c)] = trace_log_softmax(logits, c).result;
        CHECK(testing::same_bits(traced, y));
    }
}

TEST_CASE("trace: activations and their slopes, to the bit") {
    Rng rng(84);
    Floats x = testing::random_floats(rng, 50);
    x[0] = 0;
    for (const ActivationPlan plan :
         {ActivationPlan{Activation::kRelu, 0}, ActivationPlan{Activation::kTanh, 0},
          ActivationPlan{Activation::kLeakyRelu, 0.2F}, ActivationPlan{Activation::kElu, 0.7F},
          ActivationPlan{Activation::kSigmoid, 0}, ActivationPlan{Activation::kSoftplus, 0}}) {
        const Floats ones(x.size(), 1.0F);
        Floats y(x.size()), dx(x.size()), traced, slopes;
        activation_forward(plan, x.size(), x.data(), y.data());
        activation_backward(plan, x.size(), y.data(), ones.data(), dx.data());
        for (const float input : x) {
            const ActivationTrace trace = trace_activation(plan, input);
            traced.push_back(trace.result);
            slopes.push_back(trace.slope);
        }
        CHECK(testing::same_bits(traced, y));
        CHECK(testing::same_bits(slopes, dx));
    }
    CHECK(trace_activation({Activation::kRelu, 0}, -2).below);
    CHECK(!trace_activation({Activation::kTanh, 0}, -2).below);
}

TEST_CASE("trace: dropout draws what the layer drew") {
    Rng rng(85);
    const Floats x = testing::random_floats(rng, 3 * 40);
    const DropoutStream stream{7, 3, 2};
    for (const float rate : {0.0F, 0.3F, 0.5F, 1.0F}) {
        Floats y(x.size()), traced;
        dropout_forward(rate, stream, 5, 3, 40, x.data(), y.data());
        for (std::size_t i = 0; i < x.size(); ++i)
            traced.push_back(trace_dropout(rate, stream, 5 + i / 40, i % 40, x[i]).result);
        CHECK(testing::same_bits(traced, y));
    }
}

TEST_CASE("trace: where branches meet") {
    Rng rng(86);
    const Floats a = testing::random_floats(rng, 20), b = testing::random_floats(rng, 20),
                 c = testing::random_floats(rng, 20);
    Floats sum(20), traced;
    add_forward(20, a.data(), b.data(), sum.data());
    add_forward(20, sum.data(), c.data(), sum.data());
    for (std::size_t i = 0; i < 20; ++i)
        traced.push_back(trace_add(std::vector{a[i], b[i], c[i]}).back().partial);
    CHECK(testing::same_bits(traced, sum));

    const std::size_t sizes[] = {6, 9, 5};
    const Floats* branches[] = {&a, &b, &c};
    Floats whole(20);
    for (std::size_t branch = 0, first = 0; branch < 3; first += sizes[branch++])
        concat_forward({20, first, sizes[branch]}, 1, branches[branch]->data(), whole.data());
    for (std::size_t i = 0; i < 20; ++i) {
        const ConcatTrace from = trace_concat(sizes, i);
        CHECK(whole[i] == (*branches[from.branch])[from.place]);
    }
}

}  // namespace
}  // namespace cnn
