// How often each pixel has been read so far, and the places of the windows. Large pictures are shown as
// shades.
#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "core/ops/reach.h"
#include "shell/lessons/04_size/view.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/sheets.h"
#include "shell/widgets/text.h"

namespace shell::lesson_size {
namespace {

constexpr int kMostCells = 24;  // sides of grids whose numbers can be read

struct Map {
    const SizeModel& model;
    const cnn::AxisPlan& y;
    const cnn::AxisPlan& x;
    int rows;
    int columns;
    std::vector<float> counts;

    explicit Map(const SizeModel& of)
        : model(of),
          y(of.window().y),
          x(of.window().x),
          rows(y.input + y.pad_before + y.pad_after),
          columns(x.input + x.pad_before + x.pad_after) {
        const std::vector<std::int32_t> all = of.coverage();
        counts.assign(all.begin(), all.end());
    }
    bool reads_pixel(int place, int row, int column) const {
        return cnn::reads(y, place / x.output, row - y.pad_before) &&
               cnn::reads(x, place % x.output, column - x.pad_before);
    }
};

std::string size_text(int rows, int columns) {
    return std::to_string(rows) + " × " + std::to_string(columns);
}

std::vector<std::uint8_t> pixel_marks(const Map& map, const Touched& touched) {
    std::vector<std::uint8_t> marks;
    const int current = map.model.windows() - 1;
    const bool rounded = map.model.formula_step() >= kFormulaSteps - 2;
    const int hovered = touched.window ? touched.window.row * map.x.output + touched.window.column : -1;
    for (int row = 0; row < map.rows; ++row)
        for (int column = 0; column < map.columns; ++column) {
            int mark = map.y.inside(row - map.y.pad_before) && map.x.inside(column - map.x.pad_before)
                           ? kPlain
                           : kPadding;
            if (rounded && (row >= map.rows - map.y.left_over || column >= map.columns - map.x.left_over))
                mark |= kLeftOver;
            if (current >= 0 && map.reads_pixel(current, row, column)) mark |= kInWindow;
            if (hovered >= 0 && map.reads_pixel(hovered, row, column)) mark |= kTouched;
            marks.push_back(static_cast<std::uint8_t>(mark));
        }
    return marks;
}

std::vector<std::uint8_t> place_marks(const Map& map, const Touched& touched) {
    std::vector<std::uint8_t> marks;
    for (int place = 0; place < map.y.output * map.x.output; ++place) {
        int mark = place >= map.model.windows() ? kPending : kPlain;
        if (place == map.model.windows() - 1) mark |= kCurrent;
        if (touched.pixel && map.reads_pixel(place, touched.pixel.row, touched.pixel.column))
            mark |= kTouched;
        marks.push_back(static_cast<std::uint8_t>(mark));
    }
    return marks;
}

NumberGrid pixel_grid(const Map& map, const std::vector<std::uint8_t>& marks) {
    const bool turned = map.model.settings().transposed;
    NumberGrid grid;
    grid.name = turned ? "output" : "input";
    grid.role = turned ? Role::kOutput : Role::kInput;
    grid.rows = map.rows;
    grid.columns = map.columns;
    grid.first_row = -map.y.pad_before;
    grid.first_column = -map.x.pad_before;
    grid.values = map.counts;
    grid.marks = marks;
    return grid;
}

NumberGrid place_grid(const Map& map, const std::vector<float>& numbers,
                      const std::vector<std::uint8_t>& marks) {
    const bool turned = map.model.settings().transposed;
    NumberGrid grid;
    grid.name = turned ? "input" : "output";
    grid.role = turned ? Role::kInput : Role::kOutput;
    grid.rows = map.y.output;
    grid.columns = map.x.output;
    grid.values = numbers;
    grid.marks = marks;
    return grid;
}

// The input first; what comes out only once its size has been found.
void draw_grids(Ui& ui, const Map& map, Touched& touched, float room) {
    const bool turned = map.model.settings().transposed;
    const std::vector<std::uint8_t> marks = pixel_marks(map, touched);
    const std::vector<std::uint8_t> places = place_marks(map, touched);
    std::vector<float> numbers(static_cast<std::size_t>(map.y.output * map.x.output));
    std::iota(numbers.begin(), numbers.end(), 1.0F);
    const std::string pixel_caption =
        turned ? "Output " + size_text(map.y.input, map.x.input) + ": times written"
               : "Input " + size_text(map.y.input, map.x.input) + ": times read";
    const std::string place_caption = (turned ? "Input " : "Output ") + size_text(map.y.output, map.x.output);

    std::vector<Sheet> all(2);
    const std::size_t pixels_at = turned ? 1 : 0;
    all[pixels_at].grid = pixel_grid(map, marks);
    all[pixels_at].grid.caption = pixel_caption;
    all[1 - pixels_at].grid = place_grid(map, numbers, places);
    all[1 - pixels_at].grid.caption = place_caption;
    all[1].sign = "→";
    if (!map.model.size_shown()) all.pop_back();

    const std::vector<GridAnswer> answers = sheets(ui, all, room, {16, 56});
    Touched now;
    if (pixels_at < answers.size()) now.pixel = answers[pixels_at].hovered;
    if (const std::size_t at = 1 - pixels_at; at < answers.size()) {
        now.window = answers[at].hovered;
        if (const Cell cell = answers[at].clicked)
            ui.command("scrub", {{"t", kFormulaSteps + cell.row * map.x.output + cell.column}});
    }
    if (!(now == touched)) ui.wants_frame();
    touched = now;
}

// A map too large for numbers.
void draw_shades(Ui& ui, const Map& map, float room) {
    const float most = *std::max_element(map.counts.begin(), map.counts.end());
    Picture shades;
    shades.name = "coverage";
    shades.width = map.columns;
    shades.height = map.rows;
    shades.values = map.counts;
    shades.limit = std::max(most, 1.0F);
    shades.side = std::min(room - ui.px(30), ImGui::GetContentRegionAvail().x);
    const std::string caption = size_text(map.rows, map.columns) + ": read up to " +
                                std::to_string(static_cast<int>(most)) + " times";
    shades.caption = caption;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                         std::max(ImGui::GetContentRegionAvail().x - shades.side, 0.0F) * 0.5F);
    picture(ui, shades);
}

std::string foot_text(const Map& map, const Touched& touched) {
    if (touched.pixel) {
        const int all = cnn::count_readers(map.y, touched.pixel.row - map.y.pad_before) *
                        cnn::count_readers(map.x, touched.pixel.column - map.x.pad_before);
        return "At the end this pixel counts " + std::to_string(all) + ".";
    }
    if (touched.window) return "These are the pixels of that window. Press it to go there.";
    if (map.model.settings().transposed) return "Hatched: cut off. Crossed out: never written.";
    return "Hatched: padding. Crossed out: never read. Point at a pixel or a place.";
}

}  // namespace

void draw_map(Ui& ui, const SizeModel& model, Touched& touched, float height) {
    const Map map(model);
    const Card card(ui, "map", 0, height, CardHeight::kAtLeast);
    const float foot = ui.font_size(TextStyle::kSmall) + ui.px(10);
    const float room = height - ui.px(ui.phone() ? 24 : 32) - foot;
    if (std::max(map.rows, map.columns) > kMostCells) return draw_shades(ui, map, room + foot);
    draw_grids(ui, map, touched, room);
    const Run words = muted_run(foot_text(map, touched));
    text_runs(ui, {&words, 1}, 0.5F, TextStyle::kSmall);
    ui.name_item("touch-sentence");
}

}  // namespace shell::lesson_size
