// The right column: which network, what it comes to, its layers as text, and the way to its training.
#include <array>
#include <string>
#include <vector>

#include "shell/lessons/18_networks/view.h"
#include "shell/lessons/network_words.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_networks {
namespace {

struct Group {
    std::string_view data;
    std::string_view title;
};
constexpr std::array kGroups{Group{"digits", "8 × 8 digits"}, Group{"mnist", "MNIST"},
                             Group{"cifar-10", "CIFAR-10"}, Group{"go", "Go"}, Group{"imagenet", "ImageNet"}};

// Rows of the menu, and beside each the network's index; -1: a heading.
std::vector<MenuRow> network_rows(std::vector<int>& indices) {
    std::vector<MenuRow> rows;
    for (const Group& group : kGroups) {
        rows.push_back({"", std::string(group.title), "", true});
        indices.push_back(-1);
        for (std::size_t i = 0; i < cnn::zoo().size(); ++i) {
            const cnn::ZooEntry& entry = cnn::zoo()[i];
            if (entry.data != group.data) continue;
            rows.push_back({std::string(entry.code), std::string(entry.title), "", false});
            indices.push_back(static_cast<int>(i));
        }
    }
    return rows;
}

void choose_network(Ui& ui, const NetworksModel& model) {
    std::vector<int> indices;
    const std::vector<MenuRow> rows = network_rows(indices);
    int chosen = -1;
    for (std::size_t row = 0; row < indices.size(); ++row)
        if (indices[row] >= 0 && &cnn::zoo()[static_cast<std::size_t>(indices[row])] == &model.entry())
            chosen = static_cast<int>(row);
    if (const auto pressed = menu(ui, "network", model.entry().code, rows, chosen, -1)) {
        const int index = indices[static_cast<std::size_t>(*pressed)];
        if (index >= 0) ui.set("network", cnn::zoo()[static_cast<std::size_t>(index)].slug);
    }
}

void totals(Ui& ui, const NetworksModel& model) {
    const cnn::NetworkSummary& summary = model.summary();
    const bool told = !model.quiz().on;
    heading(ui, "All layers together");
    key_value(ui, "Reads", box_text(summary.input), Colour::kInput);
    key_value(ui, "Layers", count_text(static_cast<std::int64_t>(summary.layers.size())));
    key_value(ui, "Parameters", told ? count_text(summary.parameters) : "…", Colour::kKernel);
    key_value(ui, "Multiply-adds", told ? count_text(summary.multiply_adds) : "…");
    if (summary.state > 0) key_value(ui, "Running statistics", count_text(summary.state));
    key_value(ui, "Values of one image", bytes_text(summary.forward_bytes));
    key_value(ui, "… in training", bytes_text(summary.training_bytes));
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const NetworksModel& model) {
    heading(ui, "Network");
    choose_network(ui, model);
    space(ui, 4);
    paragraph(ui, model.entry().source, TextStyle::kSmall, Colour::kMuted);
    space(ui, 10);
    if (const std::string link = model.training_link(); !link.empty()) {
        if (button(ui, "train", "Train it", ButtonLook::kPrimary)) ui.command("follow", {{"link", link}});
        space(ui, 10);
    }
    totals(ui, model);
    heading(ui, "As text");
    paragraph(ui, model.entry().spec, TextStyle::kSmall);
    space(ui, 14);
}

}  // namespace shell::lesson_networks
