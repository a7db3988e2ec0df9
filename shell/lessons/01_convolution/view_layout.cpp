// Tries the ways in which the grids can stand, from large cells to small ones.
#include "shell/lessons/01_convolution/view_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace shell::lesson_convolution {
namespace {

// In one line; the output, or the kernel, or both on a second line.
enum class Lines { kOne, kKernelAndOutputBelow, kKernelBelow };

struct Try {
    Lines lines = Lines::kOne;
    bool input_stacked = false;  // sheets below each other instead of beside
    bool kernel_stacked = false;
    bool output_stacked = false;
};

struct Placer {
    const Block& input;
    const Block& kernel;
    const Block& output;
    const Measures& measures;
    float cell;

    float gap() const { return cell < measures.small ? measures.small_gap : measures.gap; }
    float cell_height() const { return std::round(cell * (cell < measures.small ? 0.77F : 0.87F)); }

    ImVec2 sheet(const Block& block) const {
        const float width = static_cast<float>(block.columns) * (cell + gap()) - gap();
        const float height = static_cast<float>(block.rows) * (cell_height() + gap()) - gap();
        return {std::max(width, block.caption_width), height + measures.caption};
    }
    ImVec2 size(const Block& block, bool stacked) const {
        const ImVec2 one = sheet(block);
        const auto count = static_cast<float>(block.sheets);
        const float gaps = (count - 1) * measures.sheet_gap;
        return stacked ? ImVec2(one.x, one.y * count + gaps + block.foot)
                       : ImVec2(one.x * count + gaps, one.y + block.foot);
    }
    std::vector<ImVec2> sheets(const Block& block, bool stacked, ImVec2 at) const {
        const ImVec2 one = sheet(block);
        std::vector<ImVec2> places;
        for (int i = 0; i < block.sheets; ++i) {
            places.push_back(at);
            (stacked ? at.y : at.x) += (stacked ? one.y : one.x) + measures.sheet_gap;
        }
        return places;
    }

    Arrangement place(const Try& how) const;
};

// The middle of a block's cells, without the caption above and what stands below: where an operator sign
// belongs.
float middle(ImVec2 at, ImVec2 size, const Block& block, const Measures& measures) {
    return at.y + measures.caption + (size.y - measures.caption - block.foot) * 0.5F;
}

Arrangement Placer::place(const Try& how) const {
    const ImVec2 in = size(input, how.input_stacked);
    const ImVec2 ker = size(kernel, how.kernel_stacked);
    const ImVec2 out = size(output, how.output_stacked);
    const float sign = measures.sign;
    const float below = measures.block_gap;
    ImVec2 at_in, at_ker, at_out;
    ImVec2 whole;
    if (how.lines == Lines::kOne) {
        whole = {in.x + sign + ker.x + sign + out.x, std::max({in.y, ker.y, out.y})};
        at_in = {0, (whole.y - in.y) * 0.5F};
        at_ker = {in.x + sign, (whole.y - ker.y) * 0.5F};
        at_out = {in.x + sign + ker.x + sign, (whole.y - out.y) * 0.5F};
    } else if (how.lines == Lines::kKernelAndOutputBelow) {
        const float second = sign + ker.x + sign + out.x;
        const float high = std::max(ker.y, out.y);
        whole = {std::max(in.x, second), in.y + below + high};
        at_in = {(whole.x - in.x) * 0.5F, 0};
        at_ker = {(whole.x - second) * 0.5F + sign, in.y + below + (high - ker.y) * 0.5F};
        at_out = {at_ker.x + ker.x + sign, in.y + below + (high - out.y) * 0.5F};
    } else {
        const float first = in.x + sign + out.x;
        const float high = std::max(in.y, out.y);
        whole = {std::max(first, ker.x + sign), high + below + ker.y};
        at_in = {(whole.x - first) * 0.5F, (high - in.y) * 0.5F};
        at_out = {at_in.x + in.x + sign, (high - out.y) * 0.5F};
        at_ker = {std::clamp(at_in.x + (in.x - ker.x) * 0.5F, sign, whole.x - ker.x), high + below};
    }
    Arrangement answer;
    answer.cell = {cell, cell_height()};
    answer.size = whole;
    answer.input = sheets(input, how.input_stacked, at_in);
    answer.kernel = sheets(kernel, how.kernel_stacked, at_ker);
    answer.output = sheets(output, how.output_stacked, at_out);
    answer.times = {at_ker.x - sign * 0.5F, middle(at_ker, ker, kernel, measures)};
    answer.equals = {at_out.x - sign * 0.5F, middle(at_out, out, output, measures)};
    return answer;
}

// In the order of preference. Sheets of one cannot be stacked.
std::vector<Try> ways(const Block& input, const Block& kernel, const Block& output) {
    std::vector<Try> all;
    for (const Lines lines : {Lines::kOne, Lines::kKernelAndOutputBelow, Lines::kKernelBelow})
        for (const bool in : {false, true})
            for (const bool ker : {true, false})
                for (const bool out : {true, false}) {
                    const bool possible = !(in && input.sheets == 1) && !(ker && kernel.sheets == 1) &&
                                          !(out && output.sheets == 1);
                    if (possible) all.push_back({lines, in, ker, out});
                }
    return all;
}

}  // namespace

Arrangement arrange(const Block& input, const Block& kernel, const Block& output, const Measures& measures,
                    ImVec2 space) {
    const std::vector<Try> tries = ways(input, kernel, output);
    const auto fitting = [&](float most, float least, float height) -> std::optional<Arrangement> {
        for (float cell = std::floor(most); cell >= least; --cell)
            for (const Try& how : tries) {
                Arrangement found = Placer{input, kernel, output, measures, cell}.place(how);
                if (found.size.x <= space.x && found.size.y <= height) return found;
            }
        return std::nullopt;
    };
    if (auto found = fitting(measures.most, measures.readable, space.y)) return *found;
    if (auto found = fitting(measures.comfortable, measures.least, 1e9F)) return *found;
    std::optional<Arrangement> narrowest;
    for (const Try& how : tries) {
        Arrangement found = Placer{input, kernel, output, measures, measures.least}.place(how);
        if (!narrowest || found.size.x < narrowest->size.x) narrowest = std::move(found);
    }
    return *narrowest;
}

}  // namespace shell::lesson_convolution
