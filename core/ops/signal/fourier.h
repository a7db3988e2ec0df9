// Sums of turning arrows: the discrete Fourier transform, its fast form, and how strongly a filter lets a
// frequency through. In double, from additions and multiplications alone, so that every build gives the same
// bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cnn {

struct Complex {
    double re = 0;
    double im = 0;
    bool operator==(const Complex&) const = default;
};
Complex operator+(Complex a, Complex b);
Complex operator-(Complex a, Complex b);
Complex operator*(Complex a, Complex b);
double size_of(Complex z);

// cos and sin of so many whole turns (2 pi each).
Complex turn(double turns);

// Of real numbers; a product of complex ones has four multiplications and two additions.
struct Operations {
    std::int64_t multiplications = 0;
    std::int64_t additions = 0;
    bool operator==(const Operations&) const = default;
};
Operations operator+(Operations a, Operations b);

// X(f) = sum of x(k) turn(-f k / n), by the definition; the inverse turns the other way and divides by n.
enum class Direction { kForward, kInverse };
std::vector<Complex> dft(std::span<const Complex> x, Direction direction = Direction::kForward);

// The same for a power of two by halving (Cooley and Tukey): n / 2 log2 n butterflies of one product and two
// sums. `counted` grows by what the loops did.
std::vector<Complex> fft(std::span<const Complex> x, Direction direction, Operations& counted);

// Convolution by transforms: both inputs filled up with zeros to `size`, the power of two that holds the
// result.
struct FftConvolution {
    std::vector<Complex> a;  // transforms
    std::vector<Complex> b;
    std::vector<Complex> product;  // frequency by frequency
    std::vector<double> result;    // a.size() + b.size() - 1 of the inputs
    Operations operations;
};
FftConvolution convolve_by_fft(std::span<const float> a, std::span<const float> b);

// |sum of w(k) turn(-cycles k)|: what a filter makes of a wave of so many cycles per sample; 0.5 is the
// fastest.
double gain(std::span<const float> weights, double cycles);

}  // namespace cnn
