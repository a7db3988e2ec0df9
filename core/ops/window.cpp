// plan_axis: the checks, then the size formula. Everything is computed in 64 bits and bounded, because the
// numbers may come from a link.
#include "core/ops/window.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace cnn {
namespace {

using std::to_string;

std::optional<Error> check_range(const char* what, int value, int least) {
    const std::string name(what);
    if (value < least) {
        return Error{name + " is " + to_string(value) + "; it must be at least " + to_string(least) + "."};
    }
    if (value > kAxisLimit) {
        return Error{name + " is " + to_string(value) + "; the limit is " + to_string(kAxisLimit) + "."};
    }
    return std::nullopt;
}

std::optional<Error> check_numbers(int input, const AxisSpec& spec) {
    const bool padded = spec.padding == Padding::kExplicit;
    const struct {
        const char* what;
        int value;
        int least;
    } numbers[] = {{"The input", input, 1},
                   {"The kernel", spec.kernel, 1},
                   {"The stride", spec.stride, 1},
                   {"The dilation", spec.dilation, 1},
                   {"The padding before", padded ? spec.pad_before : 0, 0},
                   {"The padding after", padded ? spec.pad_after : 0, 0}};
    for (const auto& number : numbers) {
        if (auto error = check_range(number.what, number.value, number.least)) return error;
    }
    return std::nullopt;
}

struct Pads {
    std::int64_t before = 0;
    std::int64_t after = 0;
};

Pads resolve_padding(std::int64_t input, std::int64_t effective_kernel, const AxisSpec& spec) {
    switch (spec.padding) {
        case Padding::kValid:
            return {};
        case Padding::kExplicit:
            return {spec.pad_before, spec.pad_after};
        case Padding::kFull:
            return {effective_kernel - 1, effective_kernel - 1};
        case Padding::kSameUpper:
        case Padding::kSameLower:
            break;
    }
    const std::int64_t output = (input + spec.stride - 1) / spec.stride;
    const std::int64_t total =
        std::max<std::int64_t>((output - 1) * spec.stride + effective_kernel - input, 0);
    const std::int64_t smaller = total / 2;
    if (spec.padding == Padding::kSameUpper) return {smaller, total - smaller};
    return {total - smaller, smaller};
}

// The output size, given that the window fits at least once (numerator >= 0).
std::int64_t count_positions(std::int64_t input, std::int64_t pad_before, std::int64_t numerator,
                             const AxisSpec& spec) {
    if (!spec.ceil) return numerator / spec.stride + 1;
    const std::int64_t output = (numerator + spec.stride - 1) / spec.stride + 1;
    // PyTorch's rule: the last window is dropped when it would start behind the input.
    return (output - 1) * spec.stride >= input + pad_before ? output - 1 : output;
}

std::int64_t span_of(const AxisSpec& spec) { return std::int64_t{spec.dilation} * (spec.kernel - 1) + 1; }

std::optional<Error> check_span(const AxisSpec& spec) {
    if (span_of(spec) <= kAxisLimit) return std::nullopt;
    return Error{"The kernel of " + to_string(spec.kernel) + " with dilation " + to_string(spec.dilation) +
                 " spans " + to_string(span_of(spec)) + " pixels; the limit is " + to_string(kAxisLimit) +
                 "."};
}

// How many pixels a transposed axis cuts off at each end. Negative ones after: it adds as many.
Pads resolve_transposed_padding(std::int64_t whole, std::int64_t input, const AxisSpec& spec) {
    if (spec.padding != Padding::kSameUpper && spec.padding != Padding::kSameLower)
        return resolve_padding(input, span_of(spec), spec);
    const std::int64_t total = whole - input * spec.stride;
    if (total <= 0) return {0, total};
    const std::int64_t smaller = total / 2;
    if (spec.padding == Padding::kSameUpper) return {smaller, total - smaller};
    return {total - smaller, smaller};
}

Error does_not_fit(std::int64_t padded, std::int64_t effective_kernel, int input, const AxisSpec& spec) {
    std::string sentence = "The kernel of " + to_string(spec.kernel);
    if (spec.dilation > 1) sentence += " with dilation " + to_string(spec.dilation);
    sentence += " spans " + to_string(effective_kernel) + " pixels, but the ";
    if (padded == input) return Error{sentence + "input has " + to_string(input) + "."};
    return Error{sentence + "input has " + to_string(input) + ", " + to_string(padded) +
                 " with its padding."};
}

}  // namespace

Result<AxisPlan> plan_axis(int input, const AxisSpec& spec) {
    if (auto error = check_numbers(input, spec)) return *error;
    if (auto error = check_span(spec)) return *error;
    const std::int64_t effective_kernel = span_of(spec);
    const Pads pads = resolve_padding(input, effective_kernel, spec);
    const std::int64_t padded = input + pads.before + pads.after;
    const std::int64_t numerator = padded - effective_kernel;
    if (numerator < 0) return does_not_fit(padded, effective_kernel, input, spec);
    const std::int64_t output = count_positions(input, pads.before, numerator, spec);
    const std::int64_t read = (output - 1) * spec.stride + effective_kernel;

    AxisPlan plan;
    plan.input = input;
    plan.kernel = spec.kernel;
    plan.stride = spec.stride;
    plan.pad_before = static_cast<int>(pads.before);
    plan.pad_after = static_cast<int>(pads.after);
    plan.dilation = spec.dilation;
    plan.effective_kernel = static_cast<int>(effective_kernel);
    plan.numerator = static_cast<int>(numerator);
    plan.output = static_cast<int>(output);
    plan.left_over = static_cast<int>(std::max<std::int64_t>(padded - read, 0));
    return plan;
}

Result<AxisPlan> plan_transposed_axis(int input, const AxisSpec& spec, int output_padding) {
    if (auto error = check_numbers(input, spec)) return *error;
    if (auto error = check_span(spec)) return *error;
    if (output_padding < 0 || output_padding >= std::max(spec.stride, spec.dilation)) {
        return Error{"The output padding is " + to_string(output_padding) +
                     "; it must be at least 0 and below the stride of " + to_string(spec.stride) +
                     " or the dilation of " + to_string(spec.dilation) + "."};
    }
    const std::int64_t reach = (std::int64_t{input} - 1) * spec.stride + span_of(spec);
    const std::int64_t whole = reach + output_padding;
    const Pads pads = resolve_transposed_padding(whole, input, spec);
    const std::int64_t output = whole - pads.before - pads.after;
    if (output < 1 || output > kAxisLimit) {
        return Error{"The transposed convolution would put out " + to_string(output) +
                     " pixels; that must be 1 to " + to_string(kAxisLimit) + "."};
    }
    AxisPlan plan;
    plan.input = static_cast<int>(output);
    plan.kernel = spec.kernel;
    plan.stride = spec.stride;
    plan.pad_before = static_cast<int>(pads.before);
    plan.pad_after = static_cast<int>(std::max<std::int64_t>(pads.after, 0));
    plan.dilation = spec.dilation;
    plan.effective_kernel = static_cast<int>(span_of(spec));
    plan.numerator = static_cast<int>(output + plan.pad_before + plan.pad_after - span_of(spec));
    plan.output = input;
    plan.left_over = static_cast<int>(output + plan.pad_before + plan.pad_after - reach);
    return plan;
}

}  // namespace cnn
