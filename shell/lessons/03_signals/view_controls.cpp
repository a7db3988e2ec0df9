// The right column: size, the rule with numbers, window, signal, filter and its gain.
#include <algorithm>
#include <array>

#include "core/ops/conventions.h"
#include "shell/lessons/03_signals/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/size_formula.h"
#include "shell/widgets/text.h"

namespace shell::lesson_signals {
namespace {

using std::to_string;

void slider(Ui& ui, std::string_view key, std::string_view title, int now, int low, int high) {
    if (const auto value = slider_row(ui, key, title, now, low, high)) ui.set(key, *value);
}

void size_and_rule(Ui& ui, const SignalsModel& model) {
    heading(ui, "Output size");
    size_formula(ui, {model.plan(), model.plan()});  // one axis
    space(ui, 14);
    heading(ui, "The sum, with its indices");
    const Cursor cursor = model.cursor();
    std::vector<std::vector<Run>> lines{
        {plain_run("y("), output_run(to_string(cursor.output + 1)), plain_run(") =")}};
    const cnn::Conv2dTrace trace = model.trace(cursor.output);
    for (const cnn::Conv2dTerm& term : trace.terms) {
        const std::string sign = term.kx + 1 < model.plan().kernel ? " +" : "";
        lines.push_back({plain_run("w("), kernel_run(to_string(model.as_written(term.kx) + 1)),
                         plain_run(") · x("), input_run(term.padding ? "outside" : to_string(term.ix + 1)),
                         plain_run(")" + sign)});
    }
    formula(ui, "rule", lines);
    paragraph(ui,
              model.turned() ? "The indices run against each other: that is true convolution."
                             : "The indices run the same way: that is cross-correlation.",
              TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
}

void window_controls(Ui& ui, const SignalsModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Window");
    slider(ui, "taps", "Weights", settings.taps, 1, most_taps(settings));
    slider(ui, "stride", "Stride", settings.stride, 1, kMaxStride);
    slider(ui, "dilation", "Dilation", settings.dilation, 1, most_dilation(settings));
    constexpr std::array<std::string_view, 5> kLabels{"Narrow", "Equal", "Wide", "Causal", "Explicit"};
    const int padding = static_cast<int>(settings.padding);
    if (const auto mode = segmented(ui, "padding", kLabels, padding); mode && *mode != padding)
        ui.set("padding", padding_names()[static_cast<std::size_t>(*mode)]);
    if (settings.padding == Padding::kExplicit) {
        slider(ui, "pad_left", "Zeros before", settings.pad_left, 0, kMaxPad);
        slider(ui, "pad_right", "Zeros after", settings.pad_right, 0, kMaxPad);
    } else {
        paragraph(
            ui,
            to_string(model.plan().pad_before) + " before, " + to_string(model.plan().pad_after) + " after",
            TextStyle::kSmall, Colour::kMuted);
    }
    const int convention = static_cast<int>(settings.convention);
    if (const auto pressed = segmented(ui, "convention", cnn::choice("kernel-flip").labels, convention);
        pressed && *pressed != convention)
        ui.command("convention");
    space(ui, 14);
}

void number_controls(Ui& ui, const SignalsModel& model) {
    heading(ui, "Signal");
    slider(ui, "length", "Samples", model.settings().length, 1, kMaxLength);
    std::vector<MenuRow> rows;
    for (const std::string_view name : signal_names()) rows.push_back({"", std::string(name), "", false});
    if (const auto chosen = menu_row(ui, "signal-preset", "Signal", rows, -1))
        ui.command("signal", {{"name", signal_names()[static_cast<std::size_t>(*chosen)]}});
    if (button(ui, "random-signal", "Random")) ui.command("random-signal");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "clear-signal", "Clear")) ui.command("clear-signal");
    space(ui, 14);
    heading(ui, "Filter");
    rows.clear();
    for (const Named& filter : filters()) rows.push_back({"", std::string(filter.name), "", false});
    if (const auto chosen = menu_row(ui, "filter-preset", "Filter", rows, -1))
        ui.command("filter", {{"name", filters()[static_cast<std::size_t>(*chosen)].name}});
    if (button(ui, "turn-filter", "Turn around", ButtonLook::kQuiet, Icon::kRotate))
        ui.command("turn-filter");
    space(ui, 14);
}

void gain_chart(Ui& ui, const SignalsModel& model) {
    constexpr int kPoints = 81;
    std::vector<ChartPoint> points;
    for (int i = 0; i < kPoints; ++i) {
        const double cycles = 0.5 * i / (kPoints - 1);
        points.push_back({static_cast<float>(cycles), static_cast<float>(model.gain_at(cycles))});
    }
    const std::array<Series, 1> series{Series{"gain", points, Colour::kKernelMark}};
    heading(ui, "What it lets through");
    LineChart chart;
    chart.name = "gain";
    chart.series = series;
    chart.x_high = 0.5F;
    chart.y_low = 0;
    chart.x_label = "cycles per sample";
    line_chart(ui, chart, {ImGui::GetContentRegionAvail().x, ui.px(150)});
    key_value(ui, "A level signal", "× " + short_number(static_cast<float>(model.gain_at(0))));
    key_value(ui, "The fastest wave", "× " + short_number(static_cast<float>(model.gain_at(0.5))));
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const SignalsModel& model) {
    size_and_rule(ui, model);
    gain_chart(ui, model);
    window_controls(ui, model);
    number_controls(ui, model);
}

}  // namespace shell::lesson_signals
