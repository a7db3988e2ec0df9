// Sums of cosines; angles in turns.
#include "core/ops/signal/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/math.h"

namespace cnn {
namespace {

constexpr double kPi = 3.14159265358979323846;

double omega(const SquareWave& wave, int i) { return 2 * kPi * i / wave.period; }

// The place in the period, in turns from the middle of the pulse, in [-1/2, 1/2].
double phase_of(const SquareWave& wave, double t) {
    const double turns = (t - wave.shift) / wave.period;
    return turns - std::floor(turns + 0.5);
}

// Of equally spaced points of [from, to] the one where the sum is largest.
double best_of(const SquareWave& wave, int terms, double from, double to, int points) {
    double best = from;
    double most = -std::numeric_limits<double>::infinity();
    for (int i = 0; i <= points; ++i) {
        const double t = from + (to - from) * i / points;
        const double sum = partial_sum(wave, terms, t);
        if (sum > most) {
            most = sum;
            best = t;
        }
    }
    return best;
}

}  // namespace

double value_at(const SquareWave& wave, double t) {
    constexpr double kRounding = 1e-9;  // so that a time that is a jump's but for its rounding is after it
    const double turns = (t - wave.shift + wave.width / 2) / wave.period + kRounding;
    return turns - std::floor(turns) < wave.width / wave.period ? wave.height : 0;
}

double mean_of(const SquareWave& wave) { return wave.height * wave.width / wave.period; }

double amplitude(const SquareWave& wave, int i) {
    return 2 * wave.height / (kPi * i) * sin_pi(i * wave.width / wave.period);
}

Harmonic harmonic(const SquareWave& wave, int i) {
    const Complex arrow = turn(i * wave.shift / wave.period);
    return {amplitude(wave, i) * arrow.re, amplitude(wave, i) * arrow.im};
}

// Arrows that turn on from term to term take the place of a sine and a cosine each.
double partial_sum(const SquareWave& wave, int terms, double t) {
    const Complex step = turn(phase_of(wave, t));
    const Complex pulse_step = turn(wave.width / wave.period / 2);
    Complex arrow{1, 0};
    Complex pulse{1, 0};
    double sum = mean_of(wave);
    for (int i = 1; i <= terms; ++i) {
        arrow = arrow * step;
        pulse = pulse * pulse_step;
        sum += 2 * wave.height / (kPi * i) * pulse.im * arrow.re;
    }
    return sum;
}

// A grid finds the crest, a finer one around it its top.
double largest_value(const SquareWave& wave, int terms) {
    const double lobe = wave.period / std::max(terms, 1);
    const double jump = wave.shift + wave.width / 2;
    const double wide = best_of(wave, terms, wave.shift, wave.shift + wave.period / 2, 64);
    const double near = best_of(wave, terms, std::max(jump - 2 * lobe, wave.shift), jump, 64);
    double most = 0;
    for (const double centre : {wide, near}) {
        const double step = lobe / 16;
        const double top = best_of(wave, terms, centre - step, centre + step, 64);
        most = std::max(most, partial_sum(wave, terms, top));
    }
    return most;
}

std::vector<double> rms_errors(const SquareWave& wave, int terms, int samples) {
    struct Sample {
        double error = 0;
        Complex step;
        Complex arrow{1, 0};
    };
    std::vector<Sample> all;
    for (int k = 0; k < samples; ++k) {
        const double t = wave.period * k / samples;
        all.push_back({mean_of(wave) - value_at(wave, t), turn(phase_of(wave, t))});
    }
    std::vector<double> errors;
    for (int i = 0; i <= terms; ++i) {
        const double size = i == 0 ? 0 : amplitude(wave, i);
        double squares = 0;
        for (Sample& sample : all) {
            if (i > 0) sample.arrow = sample.arrow * sample.step;
            sample.error += size * sample.arrow.re;
            squares += sample.error * sample.error;
        }
        errors.push_back(std::sqrt(squares / samples));
    }
    return errors;
}

double projection(const SquareWave& wave, int i, bool sine, int pieces) {
    double sum = 0;
    for (int k = 0; k < pieces; ++k) {
        const double turns = (k + 0.5) / pieces;
        const Complex arrow = turn(i * turns);
        sum += value_at(wave, turns * wave.period) * (sine ? arrow.im : arrow.re);
    }
    return 2 * sum / pieces;
}

double mean_square_of_cosine(int i, int pieces) {
    double sum = 0;
    for (int k = 0; k < pieces; ++k) {
        const double cosine = turn(i * (k + 0.5) / pieces).re;
        sum += cosine * cosine;
    }
    return sum / pieces;
}

Response response(const Oscillator& oscillator, double w) {
    const double beta = oscillator.damping / (2 * oscillator.mass);
    const double apart = w * w - oscillator.stiffness / oscillator.mass;
    const double root = std::sqrt(apart * apart + 4 * beta * beta * w * w);
    return {1 / (oscillator.mass * root), {-apart / root, 2 * beta * w / root}};
}

double square_as_printed(const Oscillator& oscillator, double w) {
    const double beta = oscillator.damping / (2 * oscillator.mass);
    return w * w - oscillator.stiffness / oscillator.mass + 4 * beta * beta * w * w;
}

double gain_as_printed(const Oscillator& oscillator, double w) {
    const double square = square_as_printed(oscillator, w);
    return square > 0 ? 1 / (oscillator.mass * std::sqrt(square)) : std::numeric_limits<double>::quiet_NaN();
}

double driven_sum(const SquareWave& wave, const Oscillator& oscillator, int terms, double t,
                  bool as_printed) {
    const Complex step = turn(phase_of(wave, t));
    Complex arrow{1, 0};
    double sum = mean_of(wave) / oscillator.stiffness;
    for (int i = 1; i <= terms; ++i) {
        arrow = arrow * step;
        Response answer = response(oscillator, omega(wave, i));
        if (as_printed) answer.gain = gain_as_printed(oscillator, omega(wave, i));
        if (std::isnan(answer.gain)) continue;
        sum += amplitude(wave, i) * answer.gain * (arrow.re * answer.delay.re + arrow.im * answer.delay.im);
    }
    return sum;
}

}  // namespace cnn
