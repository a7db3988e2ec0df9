// The Fourier series of the square wave without its picture: the playhead is the number of terms, or the
// sample. The wave, its sums, projections and the oscillator's answers are core's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ops/signal/series.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_fourier {

inline constexpr int kMostTerms = 499;
inline constexpr int kSampleCount = 500;  // of one second, as the lecture takes them

enum class Topic { kSeries, kProducts, kOscillator, kSamples };

struct Settings {
    Topic topic = Topic::kSeries;
    int terms = 49;            // how many can be added
    float period = 0.2F;       // seconds
    float width_share = 0.5F;  // of the period
    float height = 2;
    float shift_share = 0;  // of the period
    bool against_sine = false;
    float mass = 1;
    float damping = 0.4F;
    float stiffness = 4;
    bool as_printed = false;
};

// What a sum of so many terms is like.
struct Quality {
    double at_middle = 0;  // its value in the middle of the pulse
    double largest = 0;
    double rms = 0;  // of 100 samples of each period: 500 of the lecture's second
};

// The wave's samples of one second, counted.
struct SampleCounts {
    int high = 0;  // with the pulse's height
    int zero = 0;
    double smallest = 0;
    double largest = 0;
};

// Two terms of the oscillator's answer in the middle of the pulse, and what a third power makes of them.
struct Cubes {
    double first = 0;
    double third = 0;
    double of_sum = 0;   // (x1 + x3) cubed: what an x cubed term sees
    double sum_of = 0;   // x1 cubed + x3 cubed: what adding up the answers would give
    double squared = 0;  // (x1 + x3) squared: as printed
};

class FourierModel final : public SteppedModel {
 public:
    FourierModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return 2; }
    // Samples: how many of one second, how many of them are high, how many 0, smallest, largest; samples 0,
    // 50, 100. Series: mean, coefficients 1 .. 7; values in the middle of the pulse, then RMS, after 1, 3, 5,
    // 9, 19, 49, 99, 499 terms; largest values after 9, 49, 199. Products: the mean of the cosine's square,
    // then the sines' projections 1 .. 7. Oscillator: its answers to the mean and to terms 1 .. 7, then their
    // phases.
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    const cnn::SquareWave& wave() const { return wave_; }
    const cnn::Oscillator& oscillator() const { return oscillator_; }
    int count() const { return player_.t; }  // terms in the sum; the sample
    bool sampling() const { return settings_.topic == Topic::kSamples; }
    double sample_time(int i) const { return static_cast<double>(i) / kSampleCount; }
    double sample_place(int i) const;  // in the period, as a share of it, from the beginning of a pulse
    SampleCounts samples() const;
    // The number that belongs to term i (0: the mean): coefficient, projection, or the answer's size; NaN
    // where the printed root gives none. Of samples, the value of sample i.
    double number(int i) const;
    double phase(int i) const;       // by which the oscillator's answer to term i is late, 0 .. pi
    double cosine_square() const;    // mean of the square of the cosine that is multiplied with
    double printed_square() const;   // what stands under the root as printed, of the current term
    double omega(int i) const;       // 2 pi i / period
    const Quality& quality() const;  // of the current sum
    Cubes cubes() const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override;
    cnn::Status compute() override;
    int count_steps() const override { return sampling() ? kSampleCount : settings_.terms + 1; }
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::optional<Question> oscillator_question(int next) const;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<FourierModel>(); }
    void add_commands();
    std::vector<double> rms() const;
    std::string series_sentence() const;
    std::string products_sentence() const;
    std::string oscillator_sentence() const;
    std::string sample_sentence() const;
    std::string latex() const;
    nlohmann::json curve_json() const;
    nlohmann::json oscillator_json() const;
    nlohmann::json samples_json() const;
    std::optional<Question> sample_question(int next) const;

    Settings settings_;
    cnn::SquareWave wave_;
    cnn::Oscillator oscillator_;
    // Made when first asked for: they are long sums.
    mutable std::vector<double> rms_;
    mutable std::vector<float> outcome_;
    mutable std::optional<Quality> quality_;
    mutable int quality_of_ = -1;
};

}  // namespace shell::lesson_fourier
