// A convolution and two ways back: the transposed convolution, which has the right length, and the division,
// which has the right numbers.
#include <algorithm>

#include "shell/lessons/10_transposed/view.h"
#include "shell/widgets/sheet_set.h"
#include "shell/widgets/text.h"

namespace shell::lesson_transposed {
namespace {

void add_row(SheetSet& set, std::string name, std::string caption, Role role,
             const std::vector<float>& values, bool known) {
    const std::vector<std::uint8_t> marks(values.size(),
                                          static_cast<std::uint8_t>(known ? kPlain : kPending));
    Sheet& sheet =
        set.add(std::move(name), role, std::move(caption), static_cast<int>(values.size()), values, marks);
    sheet.own_line = true;
    sheet.grid.editable = role == Role::kKernel || role == Role::kInput;
}

void edit(Ui& ui, std::string_view field, std::vector<float> numbers, const GridAnswer& answer) {
    if (!answer.edited || static_cast<std::size_t>(answer.edited.column) >= numbers.size()) return;
    numbers[static_cast<std::size_t>(answer.edited.column)] = answer.value;
    ui.set(field, numbers);
}

}  // namespace

void draw_inverse(Ui& ui, const TransposedModel& model) {
    const Settings& settings = model.settings();
    const int t = model.player().t;
    const float room = ImGui::GetContentRegionAvail().y - ui.px(50);
    const Card card(ui, "grids");
    SheetSet set;
    add_row(set, "signal", "Signal x", Role::kInput, settings.signal, true);
    add_row(set, "filter", "Filter w", Role::kKernel, settings.filter, true);
    add_row(set, "convolved", "y = x * w, full convolution", Role::kOutput, model.convolved(), t >= 1);
    add_row(set, "transposed", "Transposed convolution of y", Role::kNeutral, model.transposed(), t >= 2);
    if (!model.divided().empty())
        add_row(set, "divided", "Deconvolution of y: divided by w", Role::kOutput, model.divided(), t >= 3);
    const auto answers = set.draw(ui, ui.phone() ? 0 : std::max(room, ui.px(260)), {24, 52});
    edit(ui, "signal", settings.signal, answers[0]);
    edit(ui, "filter", settings.filter, answers[1]);
}

}  // namespace shell::lesson_transposed
