#include "core/io/scaling.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace cnn {
namespace {

// With all digits that tell one float from the next.
std::string exact_text(float number) {
    char text[24];
    std::snprintf(text, sizeof text, "%.9g", static_cast<double>(number));
    return text;
}

std::string list(const std::vector<float>& numbers) {
    std::string text;
    for (const float number : numbers) text += (text.empty() ? "" : ", ") + exact_text(number);
    return text;
}

// What a text begins with is taken off it.
bool take(std::string_view& text, std::string_view words) {
    if (!text.starts_with(words)) return false;
    text.remove_prefix(words.size());
    return true;
}

// The numbers up to `end`, which is taken too.
std::vector<float> take_numbers(std::string_view& text, std::string_view end) {
    std::vector<float> numbers;
    const std::size_t stop = text.find(end);
    if (stop == std::string_view::npos) return numbers;
    std::string_view rest = text.substr(0, stop);
    text.remove_prefix(stop + end.size());
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(", "), rest.size());
        numbers.push_back(std::strtof(std::string(rest.substr(0, comma)).c_str(), nullptr));
        rest.remove_prefix(std::min(comma + 2, rest.size()));
    }
    return numbers;
}

constexpr std::string_view kClassWords = "before the softmax that belongs to the loss";
constexpr std::string_view kYesOrNoWords =
    "before the sigmoid that belongs to the loss and gives the share of class 1";
constexpr std::string_view kNumberWords = "the number itself";

// The end of a text is what no text of ours holds within.
constexpr std::string_view kEnd("\0", 1);

Scaling parse(std::string input_text, std::string output_text) {
    Scaling scaling;
    input_text += kEnd;
    output_text += kEnd;
    std::string_view input = input_text;
    std::string_view output = output_text;
    const bool centred = take(input, "(");
    scaling.white = 1;
    if (take(input, "value / ")) {
        const auto white = take_numbers(input, centred ? " - mean) / deviation per channel, mean " : kEnd);
        if (white.size() == 1) scaling.white = white[0];
    } else if (centred) {
        static_cast<void>(take(input, "value - mean) / deviation per channel, mean "));
    }
    if (centred) {
        scaling.mean = take_numbers(input, ", deviation ");
        scaling.deviation = take_numbers(input, kEnd);
    }
    if (take(output, kYesOrNoWords)) scaling.outputs = Outputs::kYesOrNo;
    if (take(output, kNumberWords)) scaling.outputs = Outputs::kNumbers;
    if (take(output, "times ")) {
        scaling.outputs = Outputs::kNumbers;
        scaling.target_deviation = take_numbers(output, " plus ");
        scaling.target_mean = take_numbers(output, " is the number");
    }
    return scaling;
}

bool can_scale(const std::vector<float>& mean, const std::vector<float>& deviation) {
    const auto finite = [](float number) { return std::isfinite(number); };
    return mean.size() == deviation.size() && std::all_of(mean.begin(), mean.end(), finite) &&
           std::all_of(deviation.begin(), deviation.end(),
                       [&](float number) { return finite(number) && number > 0; });
}

}  // namespace

// What was understood is written again and compared, so that nothing is half understood.
Result<Scaling> read_scaling(std::string_view input, std::string_view output) {
    constexpr std::size_t kMost = 100'000;  // bytes; a number per channel takes up to 16
    if (input.size() > kMost || output.size() > kMost)
        return Error{"The scaling takes more than " + std::to_string(kMost) + " bytes."};
    Scaling scaling = parse(std::string(input), std::string(output));
    const bool whole = input_words(scaling) == input && output_words(scaling) == output;
    if (whole && std::isfinite(scaling.white) && scaling.white > 0 &&
        can_scale(scaling.mean, scaling.deviation) &&
        can_scale(scaling.target_mean, scaling.target_deviation))
        return scaling;
    return Error{"The scaling is not one that Convolab writes."};
}

Scaling scaling_of(const Dataset& data, int outputs) {
    const Outputs meaning = data.predicts_numbers() ? Outputs::kNumbers
                            : outputs == 1          ? Outputs::kYesOrNo
                                                    : Outputs::kClasses;
    return {data.values.empty() ? data.white : 1.0F,
            data.mean,
            data.deviation,
            data.target_mean,
            data.target_deviation,
            meaning};
}

std::string input_words(const Scaling& scaling) {
    const std::string value = scaling.white == 1 ? "value" : "value / " + exact_text(scaling.white);
    if (scaling.mean.empty()) return value;
    return "(" + value + " - mean) / deviation per channel, mean " + list(scaling.mean) + ", deviation " +
           list(scaling.deviation);
}

std::string output_words(const Scaling& scaling) {
    if (scaling.outputs == Outputs::kClasses) return std::string(kClassWords);
    if (scaling.outputs == Outputs::kYesOrNo) return std::string(kYesOrNoWords);
    if (scaling.target_mean.empty()) return std::string(kNumberWords);
    return "times " + list(scaling.target_deviation) + " plus " + list(scaling.target_mean) +
           " is the number";
}

std::string python_prepare(const Scaling& scaling, const std::string& channels) {
    const auto row = [&](const std::vector<float>& numbers) {
        return "np.float32([" + list(numbers) + "]).reshape(" + channels + ")";
    };
    std::string text =
        "\n\ndef prepare(images):\n    \"\"\"What the network takes, from the numbers as they are "
        "stored.\"\"\"\n"
        "    images = np.float32(images) / np.float32(" +
        exact_text(scaling.white) + ")\n";
    if (!scaling.mean.empty())
        text += "    mean = " + row(scaling.mean) + "\n    deviation = " + row(scaling.deviation) +
                "\n    images = (images - mean) / deviation\n";
    return text + "    return images\n\n";
}

}  // namespace cnn
