#include "core/io/scaling.h"

#include <cstdio>

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

}  // namespace

Scaling scaling_of(const Dataset& data) {
    return {data.values.empty() ? data.white : 1.0F, data.mean, data.deviation, data.target_mean,
            data.target_deviation};
}

std::string input_words(const Scaling& scaling) {
    const std::string value = scaling.white == 1 ? "value" : "value / " + exact_text(scaling.white);
    if (scaling.mean.empty()) return value;
    return "(" + value + " - mean) / deviation per channel, mean " + list(scaling.mean) + ", deviation " +
           list(scaling.deviation);
}

std::string output_words(const Scaling& scaling) {
    if (scaling.target_mean.empty()) return "before the softmax that belongs to the loss";
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
