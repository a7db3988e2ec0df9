// Numbers to predict: what each row has, what the network says of it, and what it is off by.
#include <cmath>
#include <string>
#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

std::vector<TableColumn> columns_of(const Ui& ui, const DataSet& data) {
    std::vector<TableColumn> columns = {{"row", ""}};
    for (const std::string& name : data.columns) columns.push_back({name, ""});
    columns.push_back({ui.phone() ? "said" : "network says", "In " + data.unit + "."});
    columns.push_back({"off by", "What the network says, less what is right, in " + data.unit + "."});
    return columns;
}

std::string hundredths(float number) { return short_number(std::round(100 * number) / 100); }

TableRow row_of(const MnistModel& model, int i) {
    const cnn::Dataset& rows = model.data()->test;
    const auto at = static_cast<std::size_t>(i);
    const std::size_t inputs = rows.image.size();
    TableRow row;
    row.name = "predicted." + std::to_string(i);
    row.cells = {std::to_string(i)};
    for (std::size_t k = 0; k < inputs; ++k) row.cells.push_back(short_number(rows.stored(at * inputs + k)));
    row.cells.push_back(short_number(rows.targets[at]));
    const MnistModel::Said* said = model.said();
    row.cells.push_back(said != nullptr ? short_number(said->numbers[at]) : "–");
    row.cells.push_back(said != nullptr ? hundredths(said->numbers[at] - rows.targets[at]) : "–");
    return row;
}

}  // namespace

void numbers_card(Ui& ui, const MnistModel& model, float width) {
    const Card card(ui, "numbers-card", width);
    const int count = model.data()->test.count();
    const Run right[] = {muted_run(count_text(count) + " test examples")};
    card_heading(ui, "What is predicted", right);
    const DataSet& data = model.setup().data_info();
    std::vector<TableRow> rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) rows.push_back(row_of(model, i));
    const Selection& selection = model.selection();
    const int chosen = selection.set == static_cast<int>(ImageSet::kTest) ? selection.image : -1;
    if (const auto pressed = table(ui, "predicted", columns_of(ui, data), rows, chosen))
        ui.command("choose-image", {{"set", "test"}, {"image", *pressed}});
    const std::string loss = model.chosen_loss() ? " The loss of row " + std::to_string(selection.image) +
                                                       " is " + short_number(*model.chosen_loss(), 3) + "."
                                                 : "";
    paragraph(ui, data.remark + " Press a row to follow it through the network." + loss, TextStyle::kSmall,
              Colour::kMuted);
}

}  // namespace shell::lesson_mnist
