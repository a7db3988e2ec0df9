// The run as numbers, curves and a chain of layers; what stands in its way.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "shell/lessons/17_mnist/explained.h"
#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/lessons/network_words.h"
#include "shell/lessons/view_layer_table.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

constexpr Colour kTrainColour = Colour::kAccent;
constexpr Colour kValidationColour = Colour::kKernel;

using Curve = std::shared_ptr<const std::vector<cnn::CurvePoint>>;

std::vector<ChartPoint> chart_points(const Curve& curve, float cnn::CurvePoint::*y) {
    std::vector<ChartPoint> points;
    if (!curve) return points;
    for (const cnn::CurvePoint& point : *curve) points.push_back({point.epoch, point.*y});
    return points;
}

// "12 s", "4 min 10 s", "1 h 5 min"
std::string duration(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) return "–";
    const auto whole = static_cast<long long>(std::lround(seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

// The loss axis ends here, so that one early spike does not flatten all that follows: at twice the first
// validation loss, or above 98 % of the batches where more than a few are higher. NaN: no spike to leave out.
float loss_ceiling(const cnn::Snapshot* run) {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    if (run == nullptr || run->validation_curve->empty() || run->training_curve->empty()) return kNone;
    std::vector<float> losses;
    for (const cnn::CurvePoint& point : *run->training_curve)
        if (std::isfinite(point.loss)) losses.push_back(point.loss);
    if (losses.empty()) return kNone;
    const auto most = losses.begin() + static_cast<std::ptrdiff_t>((losses.size() - 1) * 98 / 100);
    std::nth_element(losses.begin(), most, losses.end());
    const float ceiling = std::ceil(std::max(2 * run->validation_curve->front().loss, *most));
    return *std::max_element(most, losses.end()) > ceiling ? ceiling : kNone;
}

void chart_card(Ui& ui, const MnistModel& model, std::string_view heading_text, LineChart chart,
                float cnn::CurvePoint::*y, float width, float height) {
    const cnn::Snapshot* run = model.run();
    const std::vector<ChartPoint> train = chart_points(run ? run->training_curve : nullptr, y);
    const std::vector<ChartPoint> validation = chart_points(run ? run->validation_curve : nullptr, y);
    const Series series[] = {{"train", train, kTrainColour, false},
                             {"validation", validation, kValidationColour, true}};
    chart.series = series;
    chart.x_high = static_cast<float>(std::max(1, model.config().epochs));
    chart.x_label = "epoch";
    const Card card(ui, chart.name, width, height);
    card_heading(ui, heading_text, chart_legend(series));
    line_chart(ui, chart, ImGui::GetContentRegionAvail());
}

void fetch_notice(Ui& ui, const MnistModel& model) {
    const DataSet& info = model.setup().data_info();
    const Download& download = model.download();
    const Card card(ui, "fetch");
    card_heading(ui, std::string(info.title) + " is fetched on demand");
    if (download.state == Download::State::kLoading) {
        progress_bar(ui, "fetch.progress", static_cast<float>(download.share),
                     download.all_here
                         ? "Here; the images are being unpacked"
                         : percent_text(download.share, 0) + " of " + std::string(info.download));
        if (button(ui, "cancel-fetch", "Cancel")) ui.command("cancel-fetch");
        return;
    }
    if (download.state == Download::State::kFailed)
        note(ui, "fetch.failed", NoteKind::kWarning, "The images did not arrive", download.reason);
    else
        paragraph(ui, count_text(info.train) + " training and " + count_text(info.test) + " test images, " +
                          std::string(info.download) + " compressed. They stay on this computer.");
    if (!info.remark.empty()) paragraph(ui, info.remark, TextStyle::kSmall, Colour::kMuted);
    const std::string label =
        download.state == Download::State::kFailed
            ? "Try again"
            : "Fetch " + std::string(info.title) + " (" + std::string(info.download) + ")";
    if (button(ui, "fetch-data", label, ButtonLook::kPrimary, Icon::kDownload)) ui.command("fetch-data");
}

// The chain shows so many layers of a deep network; its table has all.
constexpr std::size_t kMostBoxes = 40;
constexpr std::size_t kFirstBoxes = 12;

ChainBox chain_box(const cnn::LayerSummary& layer) {
    ChainBox box{layer.text, box_text(layer.output), layer.parameters > 0 ? count_text(layer.parameters) : "",
                 ""};
    if (!layer.parameter_product.empty())
        box.tip = spaced_thousands(layer.parameter_product) + " parameters. ";
    if (layer.multiply_adds > 0) box.tip += count_text(layer.multiply_adds) + " multiply-adds. ";
    box.tip += "The output takes " + bytes_text(layer.bytes) + ". ";
    box.tip += "One unit sees " + std::to_string(layer.receptive_field) + " × " +
               std::to_string(layer.receptive_field) + " pixels of the input.";
    return box;
}

void chain(Ui& ui, const MnistModel& model, Memory& memory) {
    const std::vector<cnn::LayerSummary>& layers = model.summary().layers;
    std::vector<ChainBox> boxes = {{"input", box_text(model.config().network.input), "",
                                    "One " + example_noun(model) + " as the network sees it."}};
    const std::size_t shown = layers.size() > kMostBoxes ? kFirstBoxes : layers.size();
    for (std::size_t i = 0; i < shown; ++i) boxes.push_back(chain_box(layers[i]));
    if (shown < layers.size())
        boxes.push_back({"…", count_text(static_cast<std::int64_t>(layers.size() - shown)) + " more", "",
                         "They are in the table below."});
    const int chosen = model.selection().layer;
    const auto pressed = layer_chain(ui, "layer", boxes, std::min(chosen, static_cast<int>(shown)) + 1);
    if (!pressed || *pressed == 0) return;
    if (*pressed <= static_cast<int>(shown))
        ui.command("choose-layer", {{"layer", *pressed - 1}});
    else
        memory.layers_open = true;
}

// "layers 8 and 3"
std::string sources_text(const cnn::LayerSummary& layer) {
    std::string text = "layers ";
    for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
        if (i > 0) text += i + 1 < layer.inputs.size() ? ", " : " and ";
        text += layer.inputs[i] < 0 ? "input" : std::to_string(layer.inputs[i] + 1);
    }
    return text;
}

// "conv 8 3x3: (3 × 3 × 1 + 1) × 8 = 80 parameters, 48 672 multiply-adds, output 21.1 KB"
void chosen_layer(Ui& ui, const cnn::LayerSummary& layer) {
    std::vector<Run> runs = {plain_run(layer.text + ": ")};
    if (!layer.parameter_product.empty()) {
        runs.push_back(kernel_run(spaced_thousands(layer.parameter_product)));
        runs.push_back(muted_run(" parameters, "));
    }
    if (layer.multiply_adds > 0)
        runs.push_back(muted_run(count_text(layer.multiply_adds) + " multiply-adds, "));
    runs.push_back(muted_run("output " + bytes_text(layer.bytes)));
    if (layer.inputs.size() > 1) runs.push_back(muted_run(", reads " + sources_text(layer)));
    text_runs(ui, runs);
}

// On a phone without the columns that the boxes show.
void layers_table(Ui& ui, const MnistModel& model) {
    const bool wide = !ui.phone();
    if (const auto pressed = layer_table(ui, "layer-table", model.summary(), {wide, true, true, wide},
                                         model.selection().layer))
        ui.command("choose-layer", {{"layer", *pressed}});
    paragraph(
        ui,
        "Memory is that of the output, four bytes per number. What no layer reads any more gives its place "
        "away: one image takes " +
            bytes_text(model.summary().forward_bytes) + ", and " +
            bytes_text(model.summary().training_bytes) + " in training, where the way back reads it again.",
        TextStyle::kSmall, Colour::kMuted);
}

}  // namespace

bool notices(Ui& ui, const MnistModel& model) {
    if (model.data() == nullptr) {
        fetch_notice(ui, model);
        return true;
    }
    const cnn::Snapshot* run = model.run();
    if (run != nullptr && run->state == cnn::RunState::kDiverged && run->divergence) {
        if (note(ui, "diverged", NoteKind::kWarning, "The run diverged", run->divergence->sentence,
                 "Go back"))
            ui.command("go-back");
        return true;
    }
    if (const std::string warning = model.warning(); !warning.empty()) {
        if (note(ui, "stuck", NoteKind::kWarning, "This run does not learn", warning,
                 "Divide it by ten and start over")) {
            ui.command("lower-rate");
            ui.command("start-over");
        }
        return true;
    }
    return false;
}

void chain_card(Ui& ui, const MnistModel& model, Memory& memory) {
    const Card card(ui, "layers");
    const Run total[] = {muted_run(count_text(model.summary().parameters) + " parameters, " +
                                   count_text(model.summary().multiply_adds) + " multiply-adds per " +
                                   example_noun(model))};
    card_heading(ui, "Layers", total);
    chain(ui, model, memory);
    chosen_layer(ui, model.summary().layers[static_cast<std::size_t>(model.selection().layer)]);
    const std::string count = std::to_string(model.summary().layers.size());
    if (fold(ui, "layer-table.open", "All " + count + " layers as a table", "", memory.layers_open))
        memory.layers_open = !memory.layers_open;
    if (memory.layers_open) layers_table(ui, model);
}

void loss_card(Ui& ui, const MnistModel& model, float width, float height) {
    LineChart chart;
    chart.name = "loss";
    chart.y_low = 0;
    chart.y_high = loss_ceiling(model.run());
    chart_card(ui, model, "Loss", chart, &cnn::CurvePoint::loss, width, height);
}

void accuracy_card(Ui& ui, const MnistModel& model, float width, float height) {
    LineChart chart;
    chart.name = "accuracy";
    chart.percent = true;
    const cnn::ZooEntry* entry = model.setup().entry();
    const LectureFigures* figures = entry != nullptr ? lecture_figures(entry->slug) : nullptr;
    if (figures != nullptr && figures->accuracy > 0) {
        chart.reference = figures->accuracy;
        chart.reference_label = figures->accuracy_label;
    }
    chart.y_low = 0;  // every run begins at guessing, near 10 %
    chart.y_high = 1;
    chart_card(ui, model, "Accuracy", chart, &cnn::CurvePoint::accuracy, width, height);
}

namespace {

// The number by which the run is judged.
void figure(Ui& ui, std::string_view name, const std::string& number, bool known) {
    const Styled styled(ui, TextStyle::kFigure);
    ImGui::PushStyleColor(ImGuiCol_Text, ui.colour(known ? Colour::kText : Colour::kMuted));
    ImGui::TextUnformatted(number.c_str());
    ImGui::PopStyleColor();
    ui.name_item(name);
}

void accuracy_figure(Ui& ui, const MnistModel& model, std::span<const cnn::EpochRow> rows) {
    const auto latest = model.latest_accuracy();
    const double guessed = 1.0 / model.setup().data_info().classes;
    figure(ui, "validation-accuracy",
           percent_text(latest ? static_cast<double>(latest->accuracy) : guessed, latest ? 2 : 0),
           latest.has_value());
    std::vector<Run> below = {muted_run((latest ? latest->words : "would be right by guessing") + " ")};
    if (rows.size() > 1 && latest->accuracy == rows.back().validation_accuracy) {
        const double change =
            static_cast<double>(rows.back().validation_accuracy - rows[rows.size() - 2].validation_accuracy);
        below.push_back({points_text(change), change >= 0 ? Colour::kOutput : Colour::kWarning, true});
    }
    text_runs(ui, below);
}

void error_figure(Ui& ui, const MnistModel& model) {
    const MnistModel::Said* said = model.said();
    figure(ui, "mean-error",
           said != nullptr ? short_number(said->mean_error, 3) + " " + model.setup().data_info().unit : "–",
           said != nullptr);
    const bool begun = model.run() != nullptr && model.run()->step > 0;
    const Run below[] = {
        muted_run(begun ? "mean error of the test examples" : "mean error before any update")};
    text_runs(ui, below);
}

}  // namespace

void run_numbers(Ui& ui, const MnistModel& model) {
    const cnn::Snapshot* run = model.run();
    const auto rows = run != nullptr && run->rows ? std::span<const cnn::EpochRow>(*run->rows)
                                                  : std::span<const cnn::EpochRow>();
    const bool numbers = model.setup().data_info().predicts_numbers();
    heading(ui, model.place());
    numbers ? error_figure(ui, model) : accuracy_figure(ui, model, rows);
    const bool timed = run != nullptr && run->images_per_second > 0;
    const char* const unit = model.setup().data_info().pictures() ? " images/s" : " examples/s";
    key_value(ui, "Speed", timed ? count_text(std::llround(run->images_per_second)) + unit : "–");
    const cnn::ZooEntry* entry = model.setup().entry();
    const LectureFigures* figures = entry != nullptr ? lecture_figures(entry->slug) : nullptr;
    if (figures != nullptr && figures->images_per_second > 0) {
        key_value(ui, "Lecture's machine",
                  "~" + count_text(std::llround(figures->images_per_second)) + " images/s");
        tooltip(ui, figures->speed_label);
    }
    key_value(ui, "Time left", timed ? duration(run->seconds_left) : "–");
    key_value(ui, "Memory",
              (run != nullptr && run->step > 0 ? "" : "needs ") + megabytes_text(model.memory_bytes()));
    const std::string right = run != nullptr && !numbers
                                  ? ", " + percent_text(static_cast<double>(run->accuracy), 0)
                                  : std::string();
    key_value(ui, "Last batch",
              run != nullptr && run->step > 0 ? "loss " + short_number(run->loss) + right : "–");
    if (model.finished() && model.epochs_more() > 0 &&
        button(ui, "train-more", with_key(ui, "Train " + std::to_string(model.epochs_more()) + " more", "M"),
               ButtonLook::kPrimary, Icon::kPlay))
        ui.command("train-more");
    if (!model.note().empty()) paragraph(ui, model.note(), TextStyle::kSmall, Colour::kMuted);
}

}  // namespace shell::lesson_mnist
