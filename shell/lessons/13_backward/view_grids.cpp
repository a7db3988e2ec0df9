// The grids of each phase: what is read, what is built, and how far it is.
#include <algorithm>
#include <deque>

#include "core/ops/conv2d/trace.h"
#include "shell/lessons/13_backward/view.h"
#include "shell/state/field_text.h"
#include "shell/widgets/press.h"
#include "shell/widgets/sheets.h"
#include "shell/widgets/text.h"

namespace shell::lesson_backward {
namespace {

// One grid: whose cells they are, and how their places count.
struct Grid {
    Sheet sheet;
    std::string name;
    std::string caption;
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    Kind kind = Kind::kNothing;
    int shift = 0;        // padding before the first pixel
    bool turned = false;  // a kernel turned by half a turn
    bool spread = false;  // gradients with zeros between and around them
    std::string edits;    // the field that an edited number goes to; empty: read only
    bool builds = false;  // what the phase computes
};

struct Stage {
    Ui& ui;
    const BackwardModel& model;
    ViewState& state;
    Cursor cursor;
    Work work;
    std::deque<Grid> grids;

    const Settings& settings() const { return model.settings(); }
    const Numbers& n() const { return model.numbers(); }
};

// Where a cell of the grid belongs; nothing for the zeros between gradients.
Touched place_of(const Stage& stage, const Grid& grid, int row, int column) {
    if (grid.turned)
        return {grid.kind, stage.settings().kernel - 1 - row, stage.settings().kernel - 1 - column};
    if (!grid.spread) return {grid.kind, row - grid.shift, column - grid.shift};
    const int edge = stage.settings().kernel - 1;
    const int stride = stage.settings().stride;
    const int y = row - edge;
    const int x = column - edge;
    const int size = stage.n().window.y.output;
    if (y < 0 || x < 0 || y % stride != 0 || x % stride != 0 || y / stride >= size || x / stride >= size)
        return {};
    return {grid.kind, y / stride, x / stride};
}

Grid& add(Stage& stage, std::string name, Kind kind, const cnn::Tensor& values, std::string caption,
          std::string sign = {}) {
    Grid& grid = stage.grids.emplace_back();
    grid.name = std::move(name);
    grid.caption = std::move(caption);
    grid.kind = kind;
    grid.values.assign(values.values().begin(), values.values().end());
    grid.sheet.sign = std::move(sign);
    grid.sheet.grid.rows = values.shape().h;
    grid.sheet.grid.columns = values.shape().w;
    grid.sheet.grid.role = kind == Kind::kPixel    ? Role::kInput
                           : kind == Kind::kWeight ? Role::kKernel
                                                   : Role::kOutput;
    return grid;
}

cnn::Tensor padded_input(const Stage& stage) {
    const int pad = stage.settings().pad;
    const int side = stage.settings().side;
    cnn::Tensor padded({1, 1, side + 2 * pad, side + 2 * pad});
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column)
            padded.at(0, 0, row + pad, column + pad) = stage.n().x.at(0, 0, row, column);
    return padded;
}

Grid& add_input(Stage& stage) {
    Grid& grid = add(stage, "input", Kind::kPixel, padded_input(stage), "Input X");
    grid.shift = stage.settings().pad;
    grid.sheet.grid.first_row = grid.sheet.grid.first_column = -grid.shift;
    grid.edits = "input";
    return grid;
}

Grid& add_goal(Stage& stage, std::string sign) {
    const bool squared = stage.settings().loss == Loss::kSquared;
    Grid& grid =
        add(stage, "goal", Kind::kOutput, stage.n().goal, squared ? "Target T" : "Given G", std::move(sign));
    grid.sheet.grid.role = Role::kNeutral;
    grid.edits = "goal";
    return grid;
}

Grid& add_gradient(Stage& stage, std::string sign) {
    Grid& grid = add(stage, "output-gradient", Kind::kOutput, stage.n().dy, "Gradient dY", std::move(sign));
    if (stage.settings().loss == Loss::kWeighted) grid.edits = "goal";
    return grid;
}

void built(Grid& grid) { grid.builds = true; }

cnn::Tensor single(float value) { return {{1, 1, 1, 1}, std::span<const float>(&value, 1)}; }

void add_forward(Stage& stage) {
    add_input(stage);
    if (!stage.settings().pooling())
        add(stage, "kernel", Kind::kWeight, stage.n().w, "Kernel W", "⊛").edits = "kernel";
    built(
        add(stage, "output", Kind::kOutput, stage.n().y, "Output Y", stage.settings().pooling() ? "→" : "="));
}

void add_error(Stage& stage) {
    const bool squared = stage.settings().loss == Loss::kSquared;
    if (squared) add(stage, "output", Kind::kOutput, stage.n().y, "Output Y");
    add_goal(stage, squared ? "−" : "");
    Grid& grid = add(stage, "output-gradient", Kind::kOutput, stage.n().dy, "Gradient dY", "=");
    built(grid);
}

// The kernel, turned, under dY with zeros around it: the kernels stand first, so that they share a line on a
// phone.
void add_input_gradient(Stage& stage) {
    add(stage, "kernel", Kind::kWeight, stage.n().w, "Kernel W").edits = "kernel";
    add(stage, "turned", Kind::kWeight, cnn::rotate_kernels(stage.n().w), "W turned", "→").turned = true;
    add(stage, "spread", Kind::kOutput, spread_gradient(stage.settings(), stage.n()), "dY with zeros around",
        "⊛")
        .spread = true;
    built(add(stage, "input-gradient", Kind::kPixel, stage.n().dx, "Gradient dX", "="));
}

// What the windows have handed out so far.
void add_shares(Stage& stage) {
    add_input(stage);
    add_gradient(stage, "");
    cnn::Tensor got = shares_before(stage.settings(), stage.n(), stage.cursor.part);
    for (int i = 0; i <= stage.cursor.term; ++i) {
        const WorkTerm& term = stage.work.terms[static_cast<std::size_t>(i)];
        const bool inside = term.iy >= 0 && term.ix >= 0 && term.iy < stage.settings().side &&
                            term.ix < stage.settings().side;
        if (inside) got.at(0, 0, term.iy, term.ix) = term.partial;
    }
    built(add(stage, "input-gradient", Kind::kPixel, got, "Gradient dX", "→"));
}

void add_update(Stage& stage) {
    add(stage, "kernel", Kind::kWeight, stage.n().w, "Kernel W").edits = "kernel";
    Grid& gradient = add(stage, "kernel-gradient", Kind::kWeight, stage.n().dw, "Gradient dW",
                         "− " + number_text(stage.settings().rate) + " ×");
    gradient.sheet.grid.role = Role::kNeutral;
    built(add(stage, "updated", Kind::kWeight, stage.n().new_w, "Updated W", "="));
    Grid& bias = add(stage, "updated-bias", Kind::kWeight, single(stage.n().new_bias), "Updated b");
    bias.kind = Kind::kNothing;
    const bool done = stage.cursor.part == stage.settings().kernel * stage.settings().kernel;
    bias.marks = {static_cast<std::uint8_t>(done ? kCurrent : kPending)};
}

void add_grids(Stage& stage) {
    switch (stage.settings().phase) {
        case Phase::kForward:
            return add_forward(stage);
        case Phase::kError:
            return add_error(stage);
        case Phase::kWeights:
            add_input(stage);
            add_gradient(stage, "⊛");
            return built(add(stage, "kernel-gradient", Kind::kWeight, stage.n().dw, "Gradient dW", "="));
        case Phase::kBias: {
            add_gradient(stage, "");
            Grid& sum =
                add(stage, "bias-gradient", Kind::kWeight, single(stage.n().db), "Gradient db", "Σ =");
            sum.kind = Kind::kNothing;
            return built(sum);
        }
        case Phase::kInput:
            return stage.model.shares() ? add_shares(stage) : add_input_gradient(stage);
        case Phase::kUpdate:
            return add_update(stage);
    }
}

// ---- marks

bool meets(const Touched& place, const WorkTerm& term) {
    switch (place.kind) {
        case Kind::kPixel:
            return place.row == term.iy && place.column == term.ix;
        case Kind::kWeight:
            return place.row == term.ky && place.column == term.kx;
        case Kind::kOutput:
            return place.row == term.oy && place.column == term.ox;
        default:
            return false;
    }
}

int built_marks(const Stage& stage, int index, const Touched& place) {
    if (stage.model.shares()) {
        const int last = stage.cursor.part;
        bool reached = false;
        for (int window = 0; window < last && !reached; ++window)
            reached = reaches(
                stage.n().window, place,
                {Kind::kOutput, window / stage.n().window.x.output, window % stage.n().window.x.output});
        for (int i = 0; i <= stage.cursor.term; ++i)
            if (meets(place, stage.work.terms[static_cast<std::size_t>(i)])) reached = true;
        const bool now = stage.cursor.term >= 0 &&
                         meets(place, stage.work.terms[static_cast<std::size_t>(stage.cursor.term)]);
        return (reached ? kPlain : kPending) | (now ? kCurrent : kPlain);
    }
    if (index > stage.cursor.part) return kPending;
    if (index < stage.cursor.part) return kPlain;
    return stage.model.finished(index) ? kCurrent : kInWindow | kDots;
}

int read_marks(const Stage& stage, const Grid& grid, int row, int column, const Touched& place) {
    const Settings& settings = stage.settings();
    int marks = kPlain;
    if (grid.shift > 0 &&
        (place.row < 0 || place.column < 0 || place.row >= settings.side || place.column >= settings.side))
        marks |= kPadding;
    if (grid.spread && place.kind == Kind::kNothing) marks |= kPadding;
    if (settings.phase == Phase::kBias)
        return marks | (stage.cursor.result ||
                                !meets(place, stage.work.terms[static_cast<std::size_t>(stage.cursor.term)])
                            ? kInWindow
                            : kCurrent);
    if (grid.spread) {
        const int y = row - stage.cursor.part / settings.side - settings.pad;
        const int x = column - stage.cursor.part % settings.side - settings.pad;
        if (y < 0 || x < 0 || y >= settings.kernel || x >= settings.kernel) return marks;
        const int tap = (settings.kernel - 1 - y) * settings.kernel + settings.kernel - 1 - x;
        return marks | (!stage.cursor.result && tap == stage.cursor.term ? kCurrent : kInWindow);
    }
    const auto& terms = stage.work.terms;
    const bool single = stage.model.steps_per_part() == 1;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (!meets(place, terms[i])) continue;
        const bool now = single || (!stage.cursor.result && static_cast<int>(i) == stage.cursor.term);
        marks |= now ? kCurrent : grid.kind == Kind::kWeight ? kPlain : kInWindow;
    }
    if (stage.model.shares() && grid.kind == Kind::kOutput && (marks & kInWindow) != 0) marks |= kCurrent;
    return marks;
}

void mark(const Stage& stage, Grid& grid) {
    if (!grid.marks.empty()) return;
    for (int row = 0; row < grid.sheet.grid.rows; ++row)
        for (int column = 0; column < grid.sheet.grid.columns; ++column) {
            const Touched place = place_of(stage, grid, row, column);
            const int index = row * grid.sheet.grid.columns + column;
            int marks =
                grid.builds ? built_marks(stage, index, place) : read_marks(stage, grid, row, column, place);
            if (reaches(stage.n().window, stage.state.touched, place)) marks |= kTouched;
            grid.marks.push_back(static_cast<std::uint8_t>(marks));
        }
}

// ---- answers

void answer(const Stage& stage, const Grid& grid, const GridAnswer& given) {
    if (given.hovered && grid.kind != Kind::kNothing)
        stage.state.next_touched = place_of(stage, grid, given.hovered.row, given.hovered.column);
    if (given.edited && !grid.edits.empty()) {
        const int row = given.edited.row - grid.shift;
        const int column = given.edited.column - grid.shift;
        const cnn::Tensor& before = grid.edits == "input"    ? stage.n().x
                                    : grid.edits == "kernel" ? stage.n().w
                                                             : stage.n().goal;
        const int side = before.shape().w;
        if (row < 0 || column < 0 || row >= side || column >= side) return;
        nlohmann::json numbers = nlohmann::json::array();
        for (const float value : before.values()) numbers.push_back(number_json(value));
        numbers[static_cast<std::size_t>(row * side + column)] = number_json(given.value);
        stage.ui.set(grid.edits, numbers);
    }
    if (given.clicked && grid.builds && !stage.model.shares())
        stage.ui.command("scrub",
                         {{"t", stage.model.step_of(
                                    given.clicked.row * grid.sheet.grid.columns + given.clicked.column, 0)}});
}

}  // namespace

void draw_grids(Ui& ui, const BackwardModel& model, ViewState& state, float height) {
    Stage stage{ui, model, state, model.cursor(), model.current_work(), {}};
    add_grids(stage);
    std::vector<Sheet> sheets_shown;
    for (Grid& grid : stage.grids) {
        mark(stage, grid);
        NumberGrid& shown = grid.sheet.grid;
        shown.name = grid.name;
        shown.caption = grid.caption;
        shown.values = grid.values;
        shown.marks = grid.marks;
        shown.editable = !grid.edits.empty();
        sheets_shown.push_back(grid.sheet);
    }
    const Card card(ui, "grids", 0, height, CardHeight::kAtLeast);
    const float room = height > 0 ? height - ui.px(32) : 0;
    space(ui, std::max(room - state.grids, 0.0F) * 0.5F / ui.scale);
    const std::vector<GridAnswer> answers = sheets(ui, sheets_shown, room, {17, 46});
    const float drawn = ImGui::GetItemRectSize().y;
    if (drawn != state.grids) ui.wants_frame();
    state.grids = drawn;
    for (std::size_t i = 0; i < answers.size(); ++i) answer(stage, stage.grids[i], answers[i]);
}

}  // namespace shell::lesson_backward
