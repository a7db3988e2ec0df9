// Transforms by their definitions and by halving.
#include "core/ops/signal/fourier.h"

#include <cmath>
#include <cstddef>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace cnn {
namespace {

std::vector<Complex> padded(std::span<const float> values, std::size_t size) {
    std::vector<Complex> all(size);
    for (std::size_t i = 0; i < values.size(); ++i) all[i].re = static_cast<double>(values[i]);
    return all;
}

void divide(std::vector<Complex>& values) {
    const auto count = static_cast<double>(values.size());
    for (Complex& value : values) value = {value.re / count, value.im / count};
}

// x[first], x[first + step], ...: `count` of them.
std::vector<Complex> halve(std::span<const Complex> x, std::size_t first, std::size_t step, std::size_t count,
                           double way, Operations& counted) {
    if (count == 1) return {x[first]};
    const std::size_t half = count / 2;
    const std::vector<Complex> even = halve(x, first, step * 2, half, way, counted);
    const std::vector<Complex> odd = halve(x, first + step, step * 2, half, way, counted);
    std::vector<Complex> all(count);
    for (std::size_t f = 0; f < half; ++f) {
        const Complex turned = odd[f] * turn(way * static_cast<double>(f) / static_cast<double>(count));
        all[f] = even[f] + turned;
        all[f + half] = even[f] - turned;
        counted = counted + Operations{4, 2 + 2 + 2};
    }
    return all;
}

}  // namespace

Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
Complex operator*(Complex a, Complex b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
double size_of(Complex z) { return std::sqrt(z.re * z.re + z.im * z.im); }

Operations operator+(Operations a, Operations b) {
    return {a.multiplications + b.multiplications, a.additions + b.additions};
}

Complex turn(double turns) { return {cos_pi(2 * turns), sin_pi(2 * turns)}; }

std::vector<Complex> dft(std::span<const Complex> x, Direction direction) {
    const double way = direction == Direction::kForward ? -1 : 1;
    std::vector<Complex> all(x.size());
    for (std::size_t f = 0; f < x.size(); ++f)
        for (std::size_t k = 0; k < x.size(); ++k)
            all[f] = all[f] +
                     x[k] * turn(way * static_cast<double>(f * k % x.size()) / static_cast<double>(x.size()));
    if (direction == Direction::kInverse) divide(all);
    return all;
}

std::vector<Complex> fft(std::span<const Complex> x, Direction direction, Operations& counted) {
    CNN_ASSERT(!x.empty() && (x.size() & (x.size() - 1)) == 0);
    const double way = direction == Direction::kForward ? -1 : 1;
    std::vector<Complex> all = halve(x, 0, 1, x.size(), way, counted);
    if (direction == Direction::kInverse) divide(all);
    return all;
}

FftConvolution convolve_by_fft(std::span<const float> a, std::span<const float> b) {
    CNN_ASSERT(!a.empty() && !b.empty());
    const std::size_t length = a.size() + b.size() - 1;
    std::size_t size = 1;
    while (size < length) size *= 2;
    FftConvolution all;
    all.a = fft(padded(a, size), Direction::kForward, all.operations);
    all.b = fft(padded(b, size), Direction::kForward, all.operations);
    for (std::size_t f = 0; f < size; ++f) {
        all.product.push_back(all.a[f] * all.b[f]);
        all.operations = all.operations + Operations{4, 2};
    }
    const std::vector<Complex> back = fft(all.product, Direction::kInverse, all.operations);
    for (std::size_t k = 0; k < length; ++k) all.result.push_back(back[k].re);
    return all;
}

double gain(std::span<const float> weights, double cycles) {
    Complex sum;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const Complex arrow = turn(-cycles * static_cast<double>(k));
        const auto weight = static_cast<double>(weights[k]);
        sum = sum + Complex{weight * arrow.re, weight * arrow.im};
    }
    return size_of(sum);
}

}  // namespace cnn
