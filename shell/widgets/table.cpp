#include "shell/widgets/table.h"

#include <algorithm>
#include <cmath>

#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

struct Grid {
    Ui& ui;
    std::vector<float> widths;  // of the columns, with the gap at the left of each
    float pad = 0;              // at both ends of a row
    float height = 0;           // of a row
    bool small = false;         // the numbers, where the usual ones do not fit

    float total() const {
        float sum = 2 * pad;
        for (const float width : widths) sum += width;
        return sum;
    }

    TextStyle style_of(const TableRow& row) const {
        if (small) return row.strong ? TextStyle::kLabel : TextStyle::kSmall;
        return row.strong ? TextStyle::kBold : TextStyle::kBody;
    }

    void cell(std::size_t column, ImVec2 row, TextStyle style, Colour colour, std::string_view text) const {
        const ImVec2 at(row.x + pad, row.y + std::round((height - ui.font_size(style)) * 0.5F));
        if (column == 0) return draw_text_fit(ui, style, at, ui.colour(colour), text, widths[0]);
        float right = at.x;
        for (std::size_t i = 0; i <= column; ++i) right += widths[i];
        draw_text(ui, style, {right, at.y}, ui.colour(colour), text, 1);
    }
};

// What the first column needs: the words of strong rows, which say what their numbers are.
float least_first(const Grid& grid, std::span<const TableRow> rows) {
    float widest = grid.ui.px(24);
    for (const TableRow& row : rows)
        if (row.strong)
            widest = std::max(widest, std::ceil(text_size(grid.ui, grid.style_of(row), row.cells[0]).x));
    return widest;
}

// Each column as wide as its widest text; what is left is shared. What is missing the first one gives down to
// what it needs, and then the gaps.
Grid make_grid(Ui& ui, std::span<const TableColumn> columns, std::span<const TableRow> rows, bool small) {
    Grid grid{ui, {}, ui.px(small ? 2 : 6), ui.px(26), small};
    const float gap = ui.px(small ? 8 : 16);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        float widest = text_size(ui, TextStyle::kSmall, columns[c].title).x;
        for (const TableRow& row : rows)
            widest = std::max(widest, text_size(ui, grid.style_of(row), row.cells[c]).x);
        grid.widths.push_back(std::ceil(widest) + (c > 0 ? gap : 0));
    }
    float spare = ImGui::GetContentRegionAvail().x - grid.total();
    if (spare < 0 && !small) return make_grid(ui, columns, rows, true);
    const float least = least_first(grid, rows);
    const auto count = static_cast<float>(columns.size());
    float each = std::floor(std::clamp(spare / count, 0.0F, ui.px(28)));
    if (const float lacking = least - grid.widths[0] - spare; lacking > 0)
        each = -std::min(std::ceil(lacking / (count - 1)), gap - ui.px(3));
    for (std::size_t c = 1; c < columns.size(); ++c) {
        grid.widths[c] += each;
        spare -= each;
    }
    grid.widths[0] = std::max(grid.widths[0] + spare, least);
    return grid;
}

void header(const Grid& grid, std::string_view name, std::span<const TableColumn> columns) {
    Ui& ui = grid.ui;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    float left = at.x + grid.pad;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        grid.cell(c, at, TextStyle::kSmall, Colour::kMuted, columns[c].title);
        ImGui::SetCursorScreenPos({left, at.y});
        ImGui::Dummy({grid.widths[c], grid.height});
        ui.name_item(std::string(name) + ".head." + std::to_string(c));
        tooltip(ui, columns[c].tip);
        left += grid.widths[c];
    }
    ImGui::SetCursorScreenPos(at + ImVec2(0, grid.height));
    const float line = std::max(1.0F, std::round(ui.scale));
    ImGui::GetWindowDrawList()->AddRectFilled(
        at + ImVec2(0, grid.height - line), at + ImVec2(grid.total(), grid.height), ui.colour(Colour::kLine));
}

void row_cells(const Grid& grid, ImVec2 at, const TableRow& row) {
    const TextStyle style = grid.style_of(row);
    for (std::size_t c = 0; c < row.cells.size(); ++c)
        grid.cell(c, at, style, c < row.colours.size() ? row.colours[c] : Colour::kText, row.cells[c]);
}

// The row at the cursor as something to press; answers it, or the neighbour of the chosen one that a key asks
// for.
std::optional<int> press_row(const Grid& grid, std::span<const TableRow> rows, int i, int chosen) {
    Ui& ui = grid.ui;
    const int count = static_cast<int>(rows.size());
    const Press p = press(ui, rows[static_cast<std::size_t>(i)].name, {grid.total(), grid.height});
    if (i == chosen || p.hovered)
        ImGui::GetWindowDrawList()->AddRectFilled(
            p.min, p.max, ui.colour(i == chosen ? Colour::kAccentSoft : Colour::kInset), ui.px(6));
    const int from = chosen >= 0 && chosen < count ? chosen : i;  // the chosen one may be elsewhere
    if (focused_key(ImGuiKey_UpArrow) && from > 0) return from - 1;
    if (focused_key(ImGuiKey_DownArrow) && from + 1 < count &&
        !rows[static_cast<std::size_t>(from) + 1].name.empty())
        return from + 1;
    return p.pressed ? std::optional(i) : std::nullopt;
}

}  // namespace

std::optional<int> table(Ui& ui, std::string_view name, std::span<const TableColumn> columns,
                         std::span<const TableRow> rows, int chosen) {
    std::optional<int> answer;
    Grid grid = make_grid(ui, columns, rows, false);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    header(grid, name, columns);
    ImVec2 at = origin + ImVec2(0, grid.height);
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        const TableRow& row = rows[static_cast<std::size_t>(i)];
        const bool pressable = !row.name.empty();
        grid.height = pressable && ui.coarse_pointer ? ui.target() : ui.px(26);
        if (row.strong)
            ImGui::GetWindowDrawList()->AddRectFilled(
                at, at + ImVec2(grid.total(), std::max(1.0F, std::round(ui.scale))),
                ui.colour(Colour::kLine));
        ImGui::SetCursorScreenPos(at);
        if (pressable)
            if (const auto row_answer = press_row(grid, rows, i, chosen)) answer = row_answer;
        row_cells(grid, at, row);
        at.y += grid.height;
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({grid.total(), at.y - origin.y});
    ui.name_item(name);
    return answer;
}

}  // namespace shell
