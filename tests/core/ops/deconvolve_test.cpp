// Deconvolution gives back what was convolved; a transposed convolution does not.
#include "core/ops/conv2d/deconvolve.h"

#include <doctest/doctest.h>

namespace cnn {

TEST_CASE("S1-1: deconvolution divides what S1-2 multiplied") {
    const std::vector<float> product{4, 13, 28, 34, 32, 21};
    CHECK(deconvolve(product, std::vector<float>{1, 2, 3}) == std::vector<float>{4, 5, 6, 7});
    CHECK(deconvolve(product, std::vector<float>{4, 5, 6, 7}) == std::vector<float>{1, 2, 3});
    CHECK(deconvolve(product, product) == std::vector<float>{1});
}

TEST_CASE("deconvolution: every full convolution of whole numbers is undone exactly") {
    const std::vector<float> x{3, -1, 0, 2, 5};
    const std::vector<float> w{-2, 1, 4};
    std::vector<float> y(x.size() + w.size() - 1);
    for (std::size_t t = 0; t < x.size(); ++t)
        for (std::size_t a = 0; a < w.size(); ++a) y[t + a] += x[t] * w[a];
    CHECK(deconvolve(y, w) == x);
    CHECK(deconvolve(y, x) == w);
}

}  // namespace cnn
