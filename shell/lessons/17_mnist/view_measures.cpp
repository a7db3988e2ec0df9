// What is measured on the test images beyond accuracy: class by class with its curves, calibration, and the
// images with the highest loss.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/press.h"
#include "shell/widgets/share_charts.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

using Measured = MnistModel::Measured;

constexpr int kRowsOfClasses = 12;  // on a page of the table

std::string fixed(double value, int decimals = 3) {
    char text[24];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}
std::string fixed(float value) { return fixed(static_cast<double>(value)); }
std::string percent(float share, int decimals) { return percent_text(static_cast<double>(share), decimals); }

// What one of the data is called: "image", "example".
std::string thing(const MnistModel& model) {
    return model.setup().data_info().pictures() ? "image" : "example";
}

struct Figure {
    std::string label;
    std::string value;
    std::string tip;
};

std::vector<Figure> figures_of(const cnn::Measures& measures) {
    std::vector<Figure> figures;
    for (const cnn::TopK& top : measures.top_k)
        figures.push_back(
            {"top " + std::to_string(top.k), percent(top.accuracy, 1),
             top.k == 1 ? "The true class is the most probable one: the accuracy."
                        : "The true class is among the " + std::to_string(top.k) + " most probable ones."});
    const cnn::ClassMeans& means = measures.means;
    figures.push_back({"mean F1", fixed(means.f1), "The plain mean of the classes' F1."});
    figures.push_back(
        {"mean AUC", fixed(means.roc_area), "The plain mean of the areas under the classes' ROC curves."});
    figures.push_back(
        {"mean AP", fixed(means.average_precision), "The plain mean of the classes' average precisions."});
    figures.push_back({"ECE", percent(measures.calibration.expected_error, 1),
                       "Expected calibration error: how far confidence and success lie apart, on average."});
    return figures;
}

// As many beside each other as fit, all equally wide.
void figure_row(Ui& ui, const std::vector<Figure>& figures) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float available = ImGui::GetContentRegionAvail().x;
    const int fitting = std::max(1, static_cast<int>(available / ui.px(74)));
    const auto count = static_cast<int>(figures.size());
    const int lines = (count + fitting - 1) / fitting;
    const int across = (count + lines - 1) / lines;
    const float width = std::floor(available / static_cast<float>(across));
    const float small = ui.font_size(TextStyle::kSmall);
    const float height = small + ui.font_size(TextStyle::kBold) + ui.px(10);
    for (int i = 0; i < count; ++i) {
        const Figure& figure = figures[static_cast<std::size_t>(i)];
        const int line = i / across;
        const ImVec2 at =
            origin + ImVec2(width * static_cast<float>(i % across), height * static_cast<float>(line));
        draw_text(ui, TextStyle::kSmall, at, ui.colour(Colour::kMuted), figure.label);
        draw_text(ui, TextStyle::kBold, at + ImVec2(0, small + ui.px(2)), ui.colour(Colour::kText),
                  figure.value);
        ImGui::SetCursorScreenPos(at);
        ImGui::Dummy({width, height});
        ui.name_item("measures.figure." + std::to_string(i));
        tooltip(ui, figure.tip);
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({available, height * static_cast<float>(lines)});
}

// ---- Class by class

// The numbers of the table's columns, but for the last.
constexpr std::size_t kShares = 5;
std::array<double, kShares> shares_of(const cnn::ClassMeasures& one) {
    return {static_cast<double>(one.figures.precision), static_cast<double>(one.figures.recall),
            static_cast<double>(one.figures.f1), one.roc_area, one.average_precision};
}

TableRow class_row(const MnistModel& model, const cnn::Measures& measures, int label,
                   const std::array<double, kShares>& lowest, bool counted) {
    const cnn::ClassMeasures& one = measures.classes[static_cast<std::size_t>(label)];
    TableRow row;
    row.name = "classes." + std::to_string(label);
    row.cells = {model.class_text(label)};
    row.colours = {Colour::kText};
    const auto shares = shares_of(one);
    for (std::size_t i = 0; i < kShares; ++i) {
        row.cells.push_back(fixed(shares[i]));
        row.colours.push_back(shares[i] == lowest[i] ? Colour::kKernel : Colour::kText);
    }
    if (counted) row.cells.push_back(count_text(one.figures.images));
    row.colours.push_back(Colour::kMuted);
    return row;
}

TableRow mean_row(const Measured& test, bool counted) {
    const cnn::ClassMeans& means = test.measures.means;
    TableRow row;
    row.strong = true;
    row.cells = {"mean"};
    for (const double mean :
         {means.precision, means.recall, means.f1, means.roc_area, means.average_precision})
        row.cells.push_back(fixed(mean));
    if (counted) row.cells.push_back(count_text(test.evaluation->images));
    return row;
}

// Back and More where there are more classes than a page of the table has.
int first_class(Ui& ui, Memory& memory, int chosen, int classes) {
    if (memory.class_seen != chosen) memory.class_page = chosen / kRowsOfClasses;
    memory.class_seen = chosen;
    if (classes <= kRowsOfClasses) return 0;
    const int last = (classes - 1) / kRowsOfClasses;
    memory.class_page = std::clamp(memory.class_page, 0, last);
    if (button(ui, "classes.back", "Back", ButtonLook::kQuiet, Icon::kBack, memory.class_page > 0))
        --memory.class_page;
    ImGui::SameLine();
    if (button(ui, "classes.on", "More", ButtonLook::kQuiet, Icon::kForward, memory.class_page < last))
        ++memory.class_page;
    const int first = memory.class_page * kRowsOfClasses;
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (ui.target() - ui.font_size(TextStyle::kBody)) * 0.5F);
    const Run line[] = {muted_run("classes " + std::to_string(first + 1) + " to " +
                                  std::to_string(std::min(first + kRowsOfClasses, classes)) + " of " +
                                  std::to_string(classes))};
    text_runs(ui, line);
    return first;
}

// The lowest of each column; none where all are equal.
std::array<double, kShares> lowest_shares(const std::vector<cnn::ClassMeasures>& classes) {
    constexpr double kNone = -1;
    std::array<double, kShares> lowest{2, 2, 2, 2, 2};
    std::array<double, kShares> highest{};
    for (const cnn::ClassMeasures& one : classes) {
        if (one.figures.images == 0) continue;
        const auto shares = shares_of(one);
        for (std::size_t i = 0; i < kShares; ++i) {
            lowest[i] = std::min(lowest[i], shares[i]);
            highest[i] = std::max(highest[i], shares[i]);
        }
    }
    for (std::size_t i = 0; i < kShares; ++i)
        if (lowest[i] == highest[i]) lowest[i] = kNone;
    return lowest;
}

std::vector<TableColumn> class_columns(const MnistModel& model, bool counted) {
    std::vector<TableColumn> columns = {
        {"class", ""},
        {"precision", "Of those that are called this class, the share that are."},
        {"recall", "Of those of this class, the share that are called it."},
        {"F1", "The harmonic mean of precision and recall."},
        {"AUC", "The area under the ROC curve of this class against the others."},
        {"AP", "Average precision: the area under precision over recall."}};
    if (counted) columns.push_back({thing(model) + "s", "In the test, of this class."});
    return columns;
}

void class_table(Ui& ui, const MnistModel& model, const Measured& test, Memory& memory) {
    const auto& classes = test.measures.classes;
    const std::array<double, kShares> lowest = lowest_shares(classes);
    const int chosen = model.selection().measured_class;
    const int first = first_class(ui, memory, chosen, static_cast<int>(classes.size()));
    const int end = std::min(first + kRowsOfClasses, static_cast<int>(classes.size()));
    // Beside names a phone has no room for how many they are; the words below say it for the chosen class.
    const bool counted = !ui.phone() || model.setup().data_info().class_names.empty();
    std::vector<TableRow> rows;
    for (int label = first; label < end; ++label)
        rows.push_back(class_row(model, test.measures, label, lowest, counted));
    rows.push_back(mean_row(test, counted));
    if (const auto pressed = table(ui, "classes", class_columns(model, counted), rows, chosen - first))
        ui.set("class", first + *pressed);
    const Run remark[] = {{"Orange", Colour::kKernel, false}, muted_run(": the lowest of its column.")};
    text_runs(ui, remark, 0, TextStyle::kSmall);
}

// The last point whose threshold is not below `threshold`: what is called positive there.
std::size_t point_at(const std::vector<cnn::ThresholdPoint>& curve, float threshold) {
    std::size_t at = 0;
    while (at + 1 < curve.size() && curve[at + 1].threshold >= threshold) ++at;
    return at;
}

std::string threshold_text(const cnn::ThresholdPoint& point) {
    return std::isfinite(point.threshold) ? "Threshold " + fixed(point.threshold) : "Above every score";
}

ChartPoint roc_place(const cnn::ThresholdPoint& point) {
    return {point.false_positives, point.true_positives};
}
ChartPoint precision_place(const cnn::ThresholdPoint& point) {
    return {point.true_positives, point.precision};
}

// Draws a thinned curve with its mark; what is pointed at becomes the threshold of both charts.
void curve_chart(Ui& ui, PathChart chart, const std::vector<cnn::ThresholdPoint>& curve,
                 const cnn::ThresholdPoint& marked, ChartPoint (*place)(const cnn::ThresholdPoint&),
                 Memory& memory, float width) {
    std::vector<ChartPoint> points;
    points.reserve(curve.size());
    for (const cnn::ThresholdPoint& point : curve) points.push_back(place(point));
    chart.points = points;
    chart.marked = place(marked);
    chart.nearest = static_cast<int>(point_at(curve, marked.threshold));
    if (const auto picked = path_chart(ui, chart, {width, std::min(width * 0.86F, ui.px(300))}))
        memory.threshold = curve[static_cast<std::size_t>(*picked)].threshold;
}

void roc_part(Ui& ui, const MnistModel& model, const cnn::ClassMeasures& one, const std::string& name,
              const cnn::ThresholdPoint& marked, Memory& memory, float width) {
    const Run head[] = {plain_run("ROC curve, "), {"AUC " + fixed(one.roc_area), Colour::kAccent, true}};
    text_runs(ui, head);
    PathChart chart;
    chart.name = "roc";
    chart.x_label = "false-positive rate";
    chart.y_label = "recall";
    chart.colour = Colour::kAccent;
    chart.to = {1, 1};
    chart.line_label = "chance";
    const std::string tip = threshold_text(marked) + ": recall " + fixed(marked.true_positives) +
                            ", false-positive rate " + fixed(marked.false_positives);
    chart.tip = tip;
    curve_chart(ui, chart, model.curves()->roc, marked, roc_place, memory, width);
    paragraph(ui,
              "Of all pairs of one that is " + name + " and one that is not, the first scores higher in " +
                  percent_text(one.roc_area, 1) + ".",
              TextStyle::kSmall, Colour::kMuted);
}

void precision_part(Ui& ui, const MnistModel& model, const cnn::ClassMeasures& one, float share,
                    const cnn::ThresholdPoint& marked, Memory& memory, float width) {
    const Run head[] = {plain_run("Precision over recall, "),
                        {"AP " + fixed(one.average_precision), Colour::kOutput, true}};
    text_runs(ui, head);
    PathChart chart;
    chart.name = "precision-recall";
    chart.x_label = "recall";
    chart.y_label = "precision";
    chart.colour = Colour::kOutput;
    chart.from = {0, share};
    chart.to = {1, share};
    chart.line_label = "chance";
    const std::string tip = threshold_text(marked) + ": recall " + fixed(marked.true_positives) +
                            ", precision " + fixed(marked.precision);
    chart.tip = tip;
    curve_chart(ui, chart, model.curves()->precision_recall, marked, precision_place, memory, width);
    paragraph(ui,
              "The area is the precision, averaged over the recalls. Chance is right as often as the class "
              "occurs: " +
                  percent(share, 1) + ".",
              TextStyle::kSmall, Colour::kMuted);
}

void threshold_words(Ui& ui, const cnn::ThresholdPoint& marked, const std::string& name) {
    std::vector<Run> words;
    if (std::isfinite(marked.threshold))
        words = {plain_run("With the threshold "),
                 {fixed(marked.threshold), Colour::kText, true},
                 plain_run(", from which on one is called " + name + ": recall "),
                 {fixed(marked.true_positives), Colour::kText, true},
                 plain_run(", precision "),
                 {fixed(marked.precision), Colour::kText, true},
                 plain_run(", false-positive rate "),
                 {fixed(marked.false_positives), Colour::kText, true},
                 plain_run(".")};
    else
        words = {plain_run("With a threshold above every score nothing is called " + name + ".")};
    words.push_back(muted_run(" Point at a curve to move the threshold."));
    text_runs(ui, words);
}

void chosen_class(Ui& ui, const MnistModel& model, const Measured& test, Memory& memory) {
    const int chosen = model.selection().measured_class;
    const cnn::ClassMeasures& one = test.measures.classes[static_cast<std::size_t>(chosen)];
    const cnn::ClassFigures& figures = one.figures;
    const std::string name = model.class_text(chosen);
    space(ui, 12);
    heading(ui, name + " against the others");
    paragraph(ui, count_text(figures.predicted) + " test " + thing(model) + "s are called " + name +
                      ", and " + count_text(figures.right) + " of them are: precision " +
                      fixed(figures.precision) + ". Of the " + count_text(figures.images) + " that are, " +
                      count_text(figures.right) + " are called so: recall " + fixed(figures.recall) + ".");
    const std::vector<cnn::ThresholdPoint>& whole = model.curves()->whole;
    const cnn::ThresholdPoint marked = whole[point_at(whole, memory.threshold)];
    threshold_words(ui, marked, name);
    space(ui, 6);
    const Columns pair = columns(ui, 2, 240);
    ImGui::BeginGroup();
    begin_column("roc-part", pair);
    roc_part(ui, model, one, name, marked, memory, pair.width);
    ImGui::EndChild();
    next_column(ui, pair, 1);
    begin_column("precision-part", pair);
    const float share = static_cast<float>(figures.images) / static_cast<float>(test.evaluation->images);
    precision_part(ui, model, one, share, marked, memory, pair.width);
    ImGui::EndChild();
    ImGui::EndGroup();
}

// ---- Calibration

std::string bin_text(const cnn::Calibration& calibration, int bin, const std::string& thing) {
    const auto bins = static_cast<float>(calibration.bins.size());
    const cnn::ReliabilityBin& held = calibration.bins[static_cast<std::size_t>(bin)];
    const std::string range = "Confidence from " + percent(static_cast<float>(bin) / bins, 1) + " to " +
                              percent(static_cast<float>(bin + 1) / bins, 1);
    if (held.images == 0) return range + ": no " + thing + ".";
    return range + ": " + count_text(held.images, thing) + ", on average " + percent(held.confidence, 1) +
           " sure and " + percent(held.accuracy, 1) + " right.";
}

void calibration_words(Ui& ui, const cnn::Calibration& calibration, const std::string& bin) {
    const Run error[] = {plain_run("Expected calibration error "),
                         {percent(calibration.expected_error, 2), Colour::kText, true},
                         plain_run(", largest of a bin "),
                         {percent(calibration.largest_error, 1), Colour::kText, true},
                         plain_run(".")};
    text_runs(ui, error);
    space(ui, 6);
    paragraph(ui, bin);
    space(ui, 6);
    paragraph(
        ui,
        "They are put into bins by how sure the network is: the probability of the class that it names. The "
        "blue line of a bin is how often it is right there; on the dashed line it is right as often as it is "
        "sure. Orange is the gap: with the blue line below, the network is too sure of itself, with it above "
        "too modest. The error is the mean gap over all of them.",
        TextStyle::kBody, Colour::kMuted);
}

void calibration_tab(Ui& ui, const MnistModel& model, const Measured& test, Memory& memory) {
    const cnn::Calibration& calibration = test.measures.calibration;
    std::vector<ReliabilityBar> bars;
    for (const cnn::ReliabilityBin& bin : calibration.bins)
        bars.push_back({bin.confidence, bin.accuracy, bin.images});
    ReliabilityChart chart;
    chart.name = "reliability";
    chart.bars = bars;
    chart.marked = std::clamp(memory.bin, 0, static_cast<int>(bars.size()) - 1);
    const std::string tip = bin_text(calibration, chart.marked, thing(model));
    chart.tip = tip;
    const float available = ImGui::GetContentRegionAvail().x;
    const float width = std::min(available, ui.px(400));
    if (const auto bin = reliability_chart(ui, chart, {width, width * 1.06F})) memory.bin = *bin;
    const bool beside = available - width > ui.px(180);
    if (beside) ImGui::SameLine(0, ui.px(20));
    ImGui::BeginGroup();
    calibration_words(ui, calibration, tip);
    if (const std::string remark = model.shares_remark(); !remark.empty()) {
        space(ui, 6);
        paragraph(ui, remark);
    }
    ImGui::EndGroup();
}

// ---- The images with the highest loss

// One image and what was said of it, at the cursor. True when pressed.
bool hardest_row(Ui& ui, const MnistModel& model, const cnn::Evaluation& evaluation, int image, bool shown,
                 float width) {
    const auto at = static_cast<std::size_t>(image);
    const float side = ui.px(48);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    bool pressed = false;
    float left = 0;
    if (shown) {
        const cnn::Dataset& images = model.data()->test;
        std::vector<float> pixels = shown_values(images, image);
        Picture picture_shown = picture_of(images.image, pixels);
        const std::string name = "hardest." + std::to_string(image);
        picture_shown.name = name;
        picture_shown.side = side;
        picture_shown.chosen =
            model.selection().set == static_cast<int>(ImageSet::kTest) && model.selection().image == image;
        picture_shown.tip = "Look at this image.";
        pressed = picture(ui, picture_shown);
        left = side + ui.px(12);
    }
    const bool wrong = evaluation.predictions[at] != evaluation.labels[at];
    const std::string said = model.class_text(evaluation.predictions[at]);
    const std::string first = wrong ? "is " + model.class_text(evaluation.labels[at]) + ", read as " + said
                                    : "rightly read as " + said;
    const std::string second = "loss " + fixed(static_cast<double>(evaluation.losses[at]), 2) + ", " +
                               percent(evaluation.confidence[at], 1) + " sure · " + thing(model) + " " +
                               count_text(image);
    const float line = ui.font_size(TextStyle::kBold);
    draw_text_fit(ui, TextStyle::kBold, corner + ImVec2(left, ui.px(6)),
                  ui.colour(wrong ? Colour::kWarning : Colour::kText), first, width - left);
    draw_text_fit(ui, TextStyle::kSmall, corner + ImVec2(left, ui.px(9) + line), ui.colour(Colour::kMuted),
                  second, width - left);
    return pressed;
}

void losses_tab(Ui& ui, const MnistModel& model, const Measured& test, Memory& memory) {
    const bool shown = !model.setup().data_info().points();
    paragraph(ui,
              shown ? "What the network found hardest. Press an image to look at it."
                    : "What the network found hardest.",
              TextStyle::kBody, Colour::kMuted);
    space(ui, 6);
    const Columns pair = columns(ui, 2, 240);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const std::vector<int>& hardest = test.measures.hardest;
    const int rows = (static_cast<int>(hardest.size()) + pair.count - 1) / pair.count;
    const float height = ui.px(shown ? 58 : 44);
    for (int i = 0; i < static_cast<int>(hardest.size()); ++i) {
        const int column = i / rows;
        ImGui::SetCursorScreenPos(origin + ImVec2((pair.width + pair.gap) * static_cast<float>(column),
                                                  height * static_cast<float>(i % rows)));
        const int image = hardest[static_cast<std::size_t>(i)];
        if (!hardest_row(ui, model, *test.evaluation, image, shown, pair.width)) continue;
        ui.command("choose-image", {{"image", image}, {"set", "test"}});
        memory.reveal_image = true;
        ui.wants_frame();
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({ImGui::GetContentRegionAvail().x, height * static_cast<float>(rows)});
}

}  // namespace

void measures_card(Ui& ui, const MnistModel& model, Memory& memory) {
    static constexpr std::string_view kTabs[] = {"Classes", "Calibration", "Highest losses"};
    const Card card(ui, "measures");
    const Measured* test = model.measured();
    std::vector<Run> right;
    if (test != nullptr)
        right = {muted_run(count_text(test->evaluation->images) + " test " + thing(model) + "s" +
                           model.age(test->evaluation->step))};
    card_heading(ui, "Measures", right);
    if (test == nullptr) {
        paragraph(ui,
                  "Precision and recall of each class, ROC curves, calibration and the images with the "
                  "highest loss appear after the first epoch, or when the test images are evaluated.",
                  TextStyle::kBody, Colour::kMuted);
        if (button(ui, "measure-now", with_key(ui, "Evaluate now", "V"), ButtonLook::kQuiet, Icon::kNone,
                   model.data() != nullptr))
            ui.command("evaluate");
        return;
    }
    figure_row(ui, figures_of(test->measures));
    space(ui, 4);
    const int tab = model.selection().measure;
    if (const auto chosen = segmented(ui, "measure", kTabs, tab))
        ui.set("measure", kMeasureTabNames[static_cast<std::size_t>(*chosen)]);
    space(ui, 10);
    switch (static_cast<MeasureTab>(tab)) {
        case MeasureTab::kClasses:
            class_table(ui, model, *test, memory);
            return chosen_class(ui, model, *test, memory);
        case MeasureTab::kCalibration:
            return calibration_tab(ui, model, *test, memory);
        case MeasureTab::kLosses:
            return losses_tab(ui, model, *test, memory);
    }
}

}  // namespace shell::lesson_mnist
