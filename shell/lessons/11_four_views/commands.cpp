// What can be done besides stepping: type numbers, change the matrix, fill the grids.
#include <algorithm>

#include "shell/lessons/11_four_views/model.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"

namespace shell::lesson_four_views {

void FourViewsModel::changed() {
    const int t = player_.t;
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
    player_.t = std::min(t, player_.count - 1);
}

void FourViewsModel::add_commands() {
    add_command({"exchange", "The matrix of the other factor, or of the picture in place of the kernel", "C"},
                [this](const Arguments&) {
                    if (product())
                        settings_.band = settings_.band == Band::kAlpha ? Band::kBeta : Band::kAlpha;
                    else
                        settings_.spread =
                            settings_.spread == Spread::kKernel ? Spread::kPicture : Spread::kKernel;
                    changed();
                    return cnn::success();
                });
    add_command({"clear-input", "Zeros into the input", ""}, [this](const Arguments&) {
        if (product())
            (settings_.band == Band::kAlpha ? settings_.beta : settings_.alpha).values.fill(0);
        else if (settings_.topic == Topic::kLayer)
            settings_.inputs.values.fill(0);
        else
            settings_.picture.clear();
        changed();
        return cnn::success();
    });
    add_command(
        {"set-cell", "Set one number: \"grid\" (input, kernel as it slides), \"index\", \"value\"", ""},
        [this](const Arguments& args) { return set_cell(args); });
}

// The place of a weight as it slides in what the learner wrote.
float& FourViewsModel::weight_at(int tap) {
    if (product()) {
        Line& band = settings_.band == Band::kAlpha ? settings_.alpha : settings_.beta;
        return band.values[static_cast<std::size_t>(band.count - 1 - tap)];
    }
    if (settings_.topic == Topic::kLayer) return settings_.weights.values[static_cast<std::size_t>(tap)];
    return settings_.kernel.at(0, tap / settings_.kernel_side, tap % settings_.kernel_side);
}

cnn::Status FourViewsModel::set_cell(const Arguments& args) {
    constexpr std::array<std::string_view, 2> kGrids{"input", "kernel"};
    const auto grid = choice_argument(args, "grid", kGrids);
    if (!grid) return grid.error();
    const bool input = grid.value() == 0;
    const int count = input ? static_cast<int>(input_.size()) : taps();
    const auto index = integer_argument(args, "index", 0, count - 1);
    if (!index) return index.error();
    const auto value = real_argument(args, "value", -kMaxNumber, kMaxNumber);
    if (!value) return value.error();
    const auto at = static_cast<std::size_t>(index.value());
    if (!input)
        weight_at(index.value()) = value.value();
    else if (product())
        (settings_.band == Band::kAlpha ? settings_.beta : settings_.alpha).values[at] = value.value();
    else if (settings_.topic == Topic::kLayer)
        settings_.inputs.values[at] = value.value();
    else
        settings_.picture.at(0, index.value() / settings_.side, index.value() % settings_.side) =
            value.value();
    changed();
    return cnn::success();
}

}  // namespace shell::lesson_four_views
