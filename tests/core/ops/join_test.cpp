// Sums, concatenations and biases are linear: with small whole numbers and a step of 1 the central difference
// is the gradient itself, without any rounding.
#include "core/ops/join/join.h"

#include <doctest/doctest.h>

#include "core/ops/bias/bias.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"

namespace cnn {
namespace {

using testing::whole_difference;
using testing::whole_numbers;

TEST_CASE("gradients: what several branches read and give over enumerated geometries, exact") {
    Rng rng(31);
    testing::for_each_concatenation([&](const ConcatPart& place, int n) {
        const auto images = static_cast<std::size_t>(n);
        Floats x = whole_numbers(rng, images * place.part);
        const Floats dy = whole_numbers(rng, images * place.whole);
        Floats y(dy.size()), dx(x.size()), onto = whole_numbers(rng, x.size());
        const Floats held = onto;
        const auto forward = [&] { concat_forward(place, n, x.data(), y.data()); };
        concat_backward(place, n, dy.data(), dx.data());
        CHECK(whole_difference(x, y, dy, forward) == dx);
        concat_backward_onto(place, n, dy.data(), onto.data());
        accumulate(dx.size(), held.data(), dx.data());
        CHECK(onto == dx);
    });
}

TEST_CASE("gradients: a sum hands on its gradient, 12 enumerated sizes, exact") {
    Rng rng(32);
    for (std::size_t count = 1; count <= 12; ++count) {
        Floats a = whole_numbers(rng, count), b = whole_numbers(rng, count), y(count);
        const Floats dy = whole_numbers(rng, count);
        const auto forward = [&] { add_forward(count, a.data(), b.data(), y.data()); };
        CHECK(whole_difference(a, y, dy, forward) == dy);
        CHECK(whole_difference(b, y, dy, forward) == dy);
    }
}

TEST_CASE("gradients: a bias for each value, 15 enumerated geometries, exact") {
    Rng rng(33);
    for (const int n : {1, 2, 7})
        for (const std::size_t count : {1U, 2U, 8U, 9U, 33U}) {
            Floats x = whole_numbers(rng, static_cast<std::size_t>(n) * count);
            Floats bias = whole_numbers(rng, count), y(x.size()), db(count);
            const Floats dy = whole_numbers(rng, x.size());
            const auto forward = [&] { bias_forward(count, n, x.data(), bias.data(), y.data()); };
            bias_backward(count, n, dy.data(), db.data());
            CHECK(whole_difference(bias, y, dy, forward) == db);
            CHECK(whole_difference(x, y, dy, forward) == dy);
        }
}

}  // namespace
}  // namespace cnn
