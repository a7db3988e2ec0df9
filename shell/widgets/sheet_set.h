// Sheets with the numbers, marks and words that they show: what a view fills step by step and draws at once.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "shell/widgets/sheets.h"

namespace shell {

class SheetSet {
 public:
    // Numbers (rows, columns) row by row; marks as many, or none.
    Sheet& add(std::string name, Role role, std::string caption, int columns, std::vector<float> values,
               std::vector<std::uint8_t> marks = {}) {
        Text& text = texts_.emplace_back(
            Text{std::move(name), std::move(caption), std::move(values), std::move(marks)});
        Sheet& sheet = sheets_.emplace_back();
        sheet.grid.name = text.name;
        sheet.grid.role = role;
        sheet.grid.caption = text.caption;
        sheet.grid.columns = columns;
        sheet.grid.rows = static_cast<int>(text.values.size()) / columns;
        sheet.grid.values = text.values;
        sheet.grid.marks = text.marks;
        return sheet;
    }

    const Sheet& at(std::size_t i) const { return sheets_[i]; }
    std::size_t size() const { return sheets_.size(); }
    std::vector<GridAnswer> draw(Ui& ui, float height = 0, CellRange range = {}) {
        return sheets(ui, sheets_, height, range);
    }

 private:
    struct Text {
        std::string name;
        std::string caption;
        std::vector<float> values;
        std::vector<std::uint8_t> marks;
    };
    std::deque<Text> texts_;  // stand still while more are added
    std::vector<Sheet> sheets_;
};

}  // namespace shell
