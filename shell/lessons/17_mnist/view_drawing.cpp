// The learner's own digit: the pad, what the network says, and the steps from the strokes to the network's
// input.
#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

std::vector<shell::Stroke> pad_strokes(const Drawing& drawing) {
    std::vector<shell::Stroke> strokes;
    for (const PenStroke& stroke : drawing.strokes) {
        strokes.emplace_back();
        for (const Point& point : stroke)
            strokes.back().push_back({static_cast<float>(point.x) / (kPadUnits - 1),
                                      static_cast<float>(point.y) / (kPadUnits - 1)});
    }
    return strokes;
}

void pad(Ui& ui, const MnistModel& model, float side) {
    const std::vector<shell::Stroke> strokes = pad_strokes(model.drawing());
    DrawPad shown;
    shown.name = "pad";
    shown.strokes = strokes;
    shown.side = side;
    shown.pen = 2 * kPenRadius / kInkSide;
    shown.hint = model.setup().data_info().class_names.empty() ? "Draw a digit" : "Draw";
    const DrawPadAnswer answer = draw_pad(ui, shown);
    if (answer.added.empty()) return;
    nlohmann::json points = nlohmann::json::array();
    for (const PadPoint& point : answer.added) points.push_back({point.x, point.y});
    ui.command("extend-drawing", {{"begin", answer.began}, {"points", points}});
}

void step_picture(Ui& ui, std::string_view name, const cnn::Tensor& values, std::string_view caption,
                  float side) {
    Picture shown;
    shown.name = name;
    shown.width = values.shape().w;
    shown.height = values.shape().h;
    shown.values = values.values();
    shown.side = side;
    shown.caption = caption;
    picture(ui, shown);
}

// What was done to the drawing, picture by picture, and the switches that leave a step out.
void steps(Ui& ui, const MnistModel& model) {
    const NormalisedDigit& digit = model.digit();
    const DataSet& data = model.setup().data_info();
    const int field = data.image.w;
    const float gap = ui.px(8);
    const float side = std::min(ui.px(80), (ImGui::GetContentRegionAvail().x - 2 * gap) / 3);
    const Selection& selection = model.selection();
    const std::string scaled =
        std::to_string(digit.scaled.shape().h) + " × " + std::to_string(digit.scaled.shape().w);
    step_picture(ui, "step.ink", digit.ink, "drawn", side);
    ImGui::SameLine(0, gap);
    step_picture(ui, "step.scaled", digit.scaled, scaled, side);
    ImGui::SameLine(0, gap);
    step_picture(ui, "step.result", digit.result, std::to_string(field) + " × " + std::to_string(field),
                 side);
    const std::string box =
        "Cut out and scaled to " + std::to_string(data.image.h == 28 ? 20 : field) + " pixels";
    if (const auto on = toggle(ui, "scale", box, selection.scale)) ui.set("scale", *on);
    if (const auto on = toggle(ui, "centre", "Centre of mass in the middle", selection.centre))
        ui.set("centre", *on);
}

}  // namespace

void your_digit(Ui& ui, const MnistModel& model) {
    const DataSet& data = model.setup().data_info();
    if (!data.drawable()) return;
    space(ui, 18);
    heading(ui, data.class_names.empty() ? "Your digit" : "Your drawing");
    const float side = ui.px(ui.phone() ? 200 : 128);
    ImGui::BeginGroup();
    pad(ui, model, side);
    ImGui::EndGroup();
    if (data.class_names.empty()) ImGui::SameLine(0, ui.px(12));  // names take the whole width
    ImGui::BeginGroup();
    const std::vector<float> nothing(static_cast<std::size_t>(data.classes), 0.0F);
    const std::span<const float> probabilities = model.drawing_probabilities();
    probability_bars(ui, "digit-bars",
                     probabilities.empty() ? std::span<const float>(nothing) : probabilities,
                     data.class_names);
    ImGui::EndGroup();
    if (const std::string why = model.drawing_note(); !why.empty())
        paragraph(ui, why, TextStyle::kSmall, Colour::kMuted);
    if (model.drawing().empty()) return;
    if (button(ui, "clear-drawing", "Clear", ButtonLook::kQuiet, Icon::kClose)) ui.command("clear-drawing");
    steps(ui, model);
}

}  // namespace shell::lesson_mnist
