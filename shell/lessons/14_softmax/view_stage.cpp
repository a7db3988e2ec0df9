// Rows of numbers, one below the other, filled as the playhead goes; and the sum, the shares or the loss.
#include <algorithm>
#include <deque>

#include "shell/lessons/14_softmax/view.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"
#include "shell/widgets/sheets.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_softmax {
namespace {

struct Row {
    std::string name;
    std::string caption;
    Role role = Role::kNeutral;
    std::vector<float> values;
    int done = 0;       // how many of the numbers are there
    int now = -1;       // which is computed at this step
    std::string field;  // that edits go to; empty: read only
    int columns = 0;    // 0: one row
    std::string sign;
};

std::vector<Row> relu_rows(const SoftmaxModel& model) {
    const auto count = static_cast<int>(model.settings().map.size());
    const int columns = model.settings().columns;
    return {
        {"map", "Before", Role::kInput, model.settings().map, count, model.t(), "map", columns, ""},
        {"relu", "After ReLU", Role::kOutput, model.rectified(), model.t() + 1, model.t(), "", columns, "→"}};
}

std::vector<Row> softmax_rows(const SoftmaxModel& model) {
    const int classes = model.classes();
    const int t = model.t();
    std::vector<float> shifted;
    std::vector<float> exponentials;
    for (const cnn::SoftmaxTerm& term : model.softmax().terms) {
        shifted.push_back(term.shifted);
        exponentials.push_back(term.exponential);
    }
    const int now = t % classes;
    const bool shares = t >= classes;
    const std::string scaled =
        model.settings().temperature == 1 ? "z minus the largest" : "z / T minus the largest";
    return {
        {"logits", "Logits z", Role::kInput, model.settings().logits, classes, now, "logits", 0, ""},
        {"shifted", scaled, Role::kNeutral, shifted, std::min(t + 1, classes), shares ? -1 : now, "", 0, ""},
        {"exponentials", "Exponentials", Role::kKernel, exponentials, std::min(t + 1, classes), now, "", 0,
         ""},
        {"shares", "Shares", Role::kOutput, model.shares(), shares ? now + 1 : 0, shares ? now : -1, "", 0,
         ""}};
}

std::vector<Row> entropy_rows(const SoftmaxModel& model) {
    const int classes = model.classes();
    std::vector<float> losses;
    for (const cnn::EntropyTerm& term : model.entropy().terms)
        losses.push_back(static_cast<float>(term.loss));
    const int now = model.t() < classes ? model.t() : -1;
    const bool binary = model.topic() == Topic::kBinary;
    return {{"probabilities", "Probabilities p", Role::kInput, model.settings().probabilities, classes, now,
             "probabilities", 0, ""},
            {"truth", binary ? "Targets t" : "Truth, one-hot", Role::kKernel, model.truth(), classes, now,
             binary ? "targets" : "", 0, ""},
            {"losses", binary ? "− t log p − (1 − t) log(1 − p)" : "− t log p", Role::kOutput, losses,
             std::min(model.t() + 1, classes), now, "", 0, ""}};
}

std::vector<Row> rows_of(const SoftmaxModel& model) {
    if (model.topic() == Topic::kRelu) return relu_rows(model);
    return model.topic() == Topic::kSoftmax ? softmax_rows(model) : entropy_rows(model);
}

std::vector<std::uint8_t> marks_of(const Row& row, const ViewState& state) {
    std::vector<std::uint8_t> marks;
    for (int i = 0; i < static_cast<int>(row.values.size()); ++i) {
        int mark = i < row.done ? kPlain : kPending;
        if (i == row.now) mark |= kCurrent;
        if (i == state.hovered) mark |= kTouched;
        marks.push_back(static_cast<std::uint8_t>(mark));
    }
    return marks;
}

void answer(Ui& ui, const SoftmaxModel& model, const Row& row, const GridAnswer& given, ViewState& state) {
    const int columns = row.columns > 0 ? row.columns : static_cast<int>(row.values.size());
    if (given.hovered) state.next_hovered = given.hovered.row * columns + given.hovered.column;
    if (given.edited && !row.field.empty()) {
        nlohmann::json numbers = nlohmann::json::array();
        for (const float value : row.values) numbers.push_back(number_json(value));
        numbers[static_cast<std::size_t>(given.edited.row * columns + given.edited.column)] =
            number_json(given.value);
        ui.set(row.field, numbers);
    }
    if (given.clicked && row.name == "truth" && model.topic() == Topic::kCrossEntropy)
        ui.set("label", given.clicked.column);
    else if (given.clicked && row.role == Role::kOutput)
        ui.command("scrub", {{"t", std::min(given.clicked.row * columns + given.clicked.column +
                                                (row.name == "shares" ? model.classes() : 0),
                                            model.player().count - 1)}});
}

std::vector<Run> sum_line(const SoftmaxModel& model) {
    const int t = model.t();
    const int classes = model.classes();
    if (model.topic() == Topic::kSoftmax) {
        const auto done = static_cast<std::size_t>(std::min(t, classes - 1));
        return {muted_run(t < classes - 1 ? "sum so far " : "sum of the exponentials "),
                kernel_run(short_number(model.softmax().terms[done].partial, 7))};
    }
    const bool all = t == classes;
    const auto value = static_cast<float>(all ? model.entropy().result
                                              : model.entropy().terms[static_cast<std::size_t>(t)].partial);
    std::vector<Run> runs{muted_run(!all                              ? "sum so far "
                                    : model.topic() == Topic::kBinary ? "mean loss "
                                                                      : "loss "),
                          output_run(short_number(value, 5))};
    if (model.topic() == Topic::kCrossEntropy) {
        runs.push_back(muted_run("   probabilities in all "));
        runs.push_back(plain_run(short_number(model.total(), 7)));
    }
    return runs;
}

void draw_terms(Ui& ui, const SoftmaxModel& model) {
    std::vector<Term> chips;
    const bool softmax = model.topic() == Topic::kSoftmax;
    const int now = softmax ? std::min(model.t(), model.classes()) : model.t();
    for (int c = 0; c < model.classes(); ++c) {
        const auto at = static_cast<std::size_t>(c);
        const float value = softmax ? model.softmax().terms[at].exponential
                                    : static_cast<float>(model.entropy().terms[at].loss);
        const TermState state = c == now  ? TermState::kCurrent
                                : c < now ? TermState::kDone
                                          : TermState::kToCome;
        chips.push_back({c <= now ? short_number(value) : "…", "", state, false,
                         softmax ? Role::kKernel : Role::kOutput});
    }
    const TermsAnswer pressed = terms(ui, "terms", chips);
    if (pressed.clicked) ui.command("scrub", {{"t", *pressed.clicked}});
    space(ui, 6);
}

}  // namespace

void draw_rows(Ui& ui, const SoftmaxModel& model, ViewState& state) {
    const std::vector<Row> rows = rows_of(model);
    std::deque<std::vector<std::uint8_t>> marks;
    std::vector<Sheet> shown;
    for (const Row& row : rows) {
        Sheet sheet;
        sheet.grid.name = row.name;
        sheet.grid.caption = row.caption;
        sheet.grid.role = row.role;
        sheet.grid.columns = row.columns > 0 ? row.columns : static_cast<int>(row.values.size());
        sheet.grid.rows = static_cast<int>(row.values.size()) / sheet.grid.columns;
        sheet.grid.values = row.values;
        sheet.grid.marks = marks.emplace_back(marks_of(row, state));
        sheet.grid.editable = !row.field.empty();
        sheet.own_line = row.columns == 0;
        sheet.sign = row.sign;
        shown.push_back(sheet);
    }
    const bool relu = model.topic() == Topic::kRelu;
    const float below = relu ? 0 : ui.px(150);
    const float height = ui.phone() ? 0 : std::max(ImGui::GetContentRegionAvail().y - below, ui.px(250));
    const Card card(ui, "rows", 0, height, CardHeight::kAtLeast);
    const std::vector<GridAnswer> answers = sheets(ui, shown, height > 0 ? height - ui.px(32) : 0);
    for (std::size_t i = 0; i < answers.size(); ++i) answer(ui, model, rows[i], answers[i], state);
}

void draw_result(Ui& ui, const SoftmaxModel& model) {
    if (model.topic() == Topic::kRelu) return;
    const Card card(ui, "result");
    draw_terms(ui, model);
    text_runs(ui, sum_line(model));
    ui.name_item("sum-line");
}

}  // namespace shell::lesson_softmax
