// Dropout: its share, its scale, and a mask that depends on seed, step, layer and sample alone.
#include "core/ops/dropout/dropout.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/hash.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"

namespace cnn {
namespace {

constexpr DropoutStream kStream{7, 3, 2};

Floats dropped(float rate, const DropoutStream& stream, std::uint64_t first, int n, std::size_t size) {
    const Floats ones(static_cast<std::size_t>(n) * size, 1.0F);
    Floats y(ones.size());
    dropout_forward(rate, stream, first, n, size, ones.data(), y.data());
    return y;
}

TEST_CASE("dropout: the stated share is dropped, the rest grows so that the mean stays") {
    for (const float rate : {0.2F, 0.25F, 0.5F, 0.9F}) {
        CAPTURE(rate);
        const Floats y = dropped(rate, kStream, 0, 100, 1000);
        double zeros = 0, sum = 0;
        bool two_values = true;
        for (const float value : y) {
            two_values = two_values && (value == 0.0F || value == 1.0F / (1.0F - rate));
            zeros += value == 0.0F ? 1 : 0;
            sum += static_cast<double>(value);
        }
        CHECK(two_values);
        const double deviation = std::sqrt(1e5 * static_cast<double>(rate) * (1 - static_cast<double>(rate)));
        CHECK(std::fabs(zeros - 1e5 * static_cast<double>(rate)) < 4 * deviation);
        CHECK(sum / 1e5 == doctest::Approx(1).epsilon(0.03));
    }
}

TEST_CASE("dropout: rate 0 changes no bit, rate 1 drops everything") {
    Rng rng(1);
    const Floats x = testing::random_floats(rng, 99);
    Floats y(99);
    dropout_forward(0, kStream, 0, 1, 99, x.data(), y.data());
    CHECK(testing::same_bits(x, y));
    dropout_forward(1, kStream, 0, 1, 99, x.data(), y.data());
    CHECK(y == Floats(99, 0.0F));
}

TEST_CASE("dropout: chunks of any size give the bits of the whole batch") {
    const Floats whole = dropped(0.5F, kStream, 0, 10, 37);
    for (const int chunk : {1, 3, 4}) {
        Floats parts;
        for (int first = 0; first < 10; first += chunk) {
            const Floats part =
                dropped(0.5F, kStream, static_cast<std::uint64_t>(first), std::min(chunk, 10 - first), 37);
            parts.insert(parts.end(), part.begin(), part.end());
        }
        CHECK(parts == whole);
    }
}

TEST_CASE("dropout: seed, step, layer and sample each give another mask") {
    const Floats mask = dropped(0.5F, kStream, 0, 1, 64);
    CHECK(dropped(0.5F, {8, 3, 2}, 0, 1, 64) != mask);
    CHECK(dropped(0.5F, {7, 4, 2}, 0, 1, 64) != mask);
    CHECK(dropped(0.5F, {7, 3, 3}, 0, 1, 64) != mask);
    CHECK(dropped(0.5F, {7, 2, 3}, 0, 1, 64) != mask);
    CHECK(dropped(0.5F, kStream, 1, 1, 64) != mask);
    CHECK(dropped(0.5F, kStream, 0, 1, 64) == mask);
}

TEST_CASE("gradients: dropout over enumerated geometries; it hands on what it kept") {
    Rng rng(2);
    testing::for_each_dropout([&](float rate, std::size_t size, int n) {
        CAPTURE(rate);
        CAPTURE(size);
        const Floats scale = dropped(rate, kStream, 5, n, size);  // what multiplies each number
        Floats x = testing::whole_numbers(rng, scale.size()), y(x.size()), dx(x.size());
        const Floats dy = testing::whole_numbers(rng, x.size());
        dropout_backward(rate, kStream, 5, n, size, dy.data(), dx.data());
        const Floats measured = testing::whole_difference(
            x, y, dy, [&] { dropout_forward(rate, kStream, 5, n, size, x.data(), y.data()); });
        for (std::size_t i = 0; i < dx.size(); ++i) {
            CHECK(std::fabs(measured[i] - dx[i]) < testing::kGradientTolerance);
            CHECK(dx[i] == (scale[i] == 0 ? 0 : dy[i] * scale[i]));
        }
    });
}

TEST_CASE("dropout: the same bits in every build") {
    CHECK(hash_floats(dropped(0.3F, kStream, 11, 4, 100)) == 0x42c2be93985af3c5ULL);
}

}  // namespace
}  // namespace cnn
