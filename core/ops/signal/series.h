// The Fourier series of a square wave, and what a driven oscillator makes of it term by term.
#pragma once

#include <cstdint>
#include <vector>

#include "core/ops/signal/fourier.h"

namespace cnn {

// height for -width / 2 <= t - shift < width / 2, else 0, and the same in every period: at a jump the value
// that comes after it, to within a billionth of the period. Seconds; 0 < width < period.
struct SquareWave {
    double period = 0.2;
    double width = 0.1;
    double height = 2;
    double shift = 0;
    bool operator==(const SquareWave&) const = default;
};
double value_at(const SquareWave& wave, double t);
double mean_of(const SquareWave& wave);

// The coefficient of cos(2 pi i (t - shift) / period): 2 height / (pi i) sin(pi i width / period), i >= 1.
double amplitude(const SquareWave& wave, int i);
// The same wave as cosine and sine of 2 pi i t / period. An even wave (shift 0) has no sines.
struct Harmonic {
    double cosine = 0;
    double sine = 0;
};
Harmonic harmonic(const SquareWave& wave, int i);

// Mean and terms 1 .. terms at time t.
double partial_sum(const SquareWave& wave, int terms, double t);
// The largest value of a partial sum: at the crests next to the jumps.
double largest_value(const SquareWave& wave, int terms);
// Root of the mean square of sum minus wave at so many equally spaced samples of one period from t = 0, for
// each number of terms up to `terms`.
std::vector<double> rms_errors(const SquareWave& wave, int terms, int samples);

// 2 / period times the integral over one period of the wave times cosine or sine of 2 pi i t / period: what
// the coefficient is by its definition; midpoints of `pieces` equal parts. And 1 / period times that of the
// cosine's square.
double projection(const SquareWave& wave, int i, bool sine, int pieces);
double mean_square_of_cosine(int i, int pieces);

// m x'' + eta x' + k x = F(t).
struct Oscillator {
    double mass = 1;
    double damping = 0.4;
    double stiffness = 4;
};
// The steady answer to f cos(w t) is f gain cos(w t - phase):
// gain = 1 / (m sqrt((w^2 - w0^2)^2 + 4 beta^2 w^2)), beta = eta / 2m, w0^2 = k / m.
struct Response {
    double gain = 0;
    Complex delay;  // cosine and sine of the phase
};
Response response(const Oscillator& oscillator, double w);
// What stands under the root as one lecture prints it, w^2 - w0^2 + 4 beta^2 w^2, and the gain by that root:
// not a number where that is not above 0.
double square_as_printed(const Oscillator& oscillator, double w);
double gain_as_printed(const Oscillator& oscillator, double w);
// The wave's mean and terms, each answered by itself, added up. as_printed: with the gains of the printed
// root, without the terms that have none.
double driven_sum(const SquareWave& wave, const Oscillator& oscillator, int terms, double t,
                  bool as_printed = false);

}  // namespace cnn
