// Fourier series of the square wave against the lecture's numbers, the definition of its coefficients, and
// the equation of the oscillator.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/ops/signal/series.h"

TEST_CASE("S1-7: coefficients, values, largest values and errors of the square wave's series") {
    const cnn::SquareWave wave;
    CHECK(cnn::mean_of(wave) == doctest::Approx(1).epsilon(1e-12));
    const std::vector<double> coefficients{1.273240, 0, -0.424413, 0, 0.254648, 0, -0.181891};
    for (int i = 1; i <= 7; ++i)
        CHECK(std::fabs(cnn::amplitude(wave, i) - coefficients[static_cast<std::size_t>(i - 1)]) < 1e-6);
    const std::vector<int> counts{1, 3, 5, 9, 19, 49, 99, 499};
    const std::vector<double> at_zero{2.27324, 1.84883, 2.10347, 2.06305, 1.96825, 2.01273, 1.99363, 1.99873};
    const std::vector<double> rms{0.43585, 0.31691, 0.26181, 0.20753, 0.16009, 0.14931, 0.14366, 0.14152};
    const std::vector<double> errors =
        cnn::rms_errors(wave, 499, 100);  // 500 of five periods are these five times
    for (std::size_t i = 0; i < counts.size(); ++i) {
        CAPTURE(counts[i]);
        CHECK(std::fabs(cnn::partial_sum(wave, counts[i], 0) - at_zero[i]) < 6e-6);
        CHECK(std::fabs(errors[static_cast<std::size_t>(counts[i])] - rms[i]) < 6e-6);
    }
    CHECK(std::fabs(cnn::largest_value(wave, 9) - 2.18233) < 6e-6);
    CHECK(std::fabs(cnn::largest_value(wave, 49) - 2.17911) < 6e-6);
    CHECK(std::fabs(cnn::largest_value(wave, 199) - 2.17899) < 6e-6);
    CHECK(cnn::largest_value(wave, 1) == doctest::Approx(2.27324).epsilon(1e-5));
}

TEST_CASE("S1-6: 500 samples of the square wave, 0 and 2, period 0.2") {
    cnn::SquareWave wave;
    wave.shift = 0.05;  // the lecture's begins with its pulse
    int high = 0;
    for (int k = 0; k < 500; ++k) {
        const double value = cnn::value_at(wave, k / 500.0);
        CHECK(value == (k / 50 % 2 == 0 ? 2 : 0));
        high += value > 0 ? 1 : 0;
    }
    CHECK(high == 250);
}

TEST_CASE("S1-6: at a jump the wave has the value after it, in every period") {
    for (const double period : {0.2, 0.3, 0.7, 1.0, 3.0, 6.283185, 10.0})
        for (const double share : {0.5, 0.3, 0.05}) {
            const cnn::SquareWave wave{period, share * period, 2, 0.5 * share * period};  // begins at 0
            for (int n = -40; n <= 40; ++n) {
                CAPTURE(n);
                CAPTURE(period);
                CHECK(cnn::value_at(wave, n * period) == 2);
                CHECK(cnn::value_at(wave, (n + share) * period) == 0);
                CHECK(cnn::value_at(wave, (n + 0.5 * share) * period) == 2);
            }
        }
}

TEST_CASE("S1-7: the RMS error does not depend on the period") {
    const std::vector<double> wanted = cnn::rms_errors({}, 49, 100);
    for (const double period : {0.05, 0.7, 3.0, 10.0}) {
        const std::vector<double> errors = cnn::rms_errors({period, period / 2, 2, 0}, 49, 100);
        for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(std::fabs(errors[i] - wanted[i]) < 1e-9);
    }
}

TEST_CASE("S1-8: coefficients are projections; of an even wave the sines vanish") {
    cnn::SquareWave wave;
    for (int i = 1; i <= 6; ++i) {
        CHECK(cnn::mean_square_of_cosine(i, 4000) == doctest::Approx(0.5).epsilon(1e-12));
        CHECK(std::fabs(cnn::projection(wave, i, false, 4000) - cnn::amplitude(wave, i)) < 2e-6);
        CHECK(std::fabs(cnn::projection(wave, i, true, 4000)) < 1e-12);
    }
    for (const double shift : {0.05, 0.013, -0.08}) {
        wave = {0.2, 0.06, 3, shift};
        for (int i = 1; i <= 6; ++i) {
            const cnn::Harmonic both = cnn::harmonic(wave, i);
            CHECK(std::fabs(cnn::projection(wave, i, false, 40000) - both.cosine) < 3e-4);
            CHECK(std::fabs(cnn::projection(wave, i, true, 40000) - both.sine) < 3e-4);
        }
    }
}

TEST_CASE("S1-5: the sum of the single answers solves the oscillator's equation") {
    const cnn::SquareWave wave{6.283185307179586, 2.5, 1.7, 0.4};
    for (const cnn::Oscillator& one :
         {cnn::Oscillator{1, 0.4, 4}, cnn::Oscillator{0.7, 2, 9}, cnn::Oscillator{2, 0.05, 2}}) {
        constexpr double kStep = 1e-4;
        for (double t = -3; t < 7; t += 0.37) {
            const auto x = [&](double at) { return cnn::driven_sum(wave, one, 9, at); };
            const double speed = (x(t + kStep) - x(t - kStep)) / (2 * kStep);
            const double bend = (x(t + kStep) - 2 * x(t) + x(t - kStep)) / (kStep * kStep);
            const double force = one.mass * bend + one.damping * speed + one.stiffness * x(t);
            CHECK(std::fabs(force - cnn::partial_sum(wave, 9, t)) < 2e-5);
        }
    }
}

TEST_CASE("E16: by the printed root the sum leaves out the terms that have no number") {
    const cnn::SquareWave wave{6.283185307179586, 3.141592653589793, 2, 0};
    const cnn::Oscillator one;
    CHECK(cnn::square_as_printed(one, 1) == doctest::Approx(1 - 4 + 0.16));
    CHECK(std::isnan(cnn::gain_as_printed(one, 1)));
    CHECK(cnn::driven_sum(wave, one, 1, 0.3, true) == doctest::Approx(0.25));  // the mean's answer alone
    const double third = cnn::driven_sum(wave, one, 3, 0.3, true) - 0.25;
    CHECK(third == doctest::Approx(cnn::amplitude(wave, 3) / std::sqrt(9 - 4 + 1.44) *
                                   std::cos(0.9 - std::atan2(1.2, -5))));
}
