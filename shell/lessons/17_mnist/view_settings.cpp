// What can be set: network, data, recipe, and the layers as text.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/net/layer_text.h"
#include "core/net/spec_text.h"
#include "core/net/zoo.h"
#include "shell/lessons/17_mnist/explained.h"
#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

void optimizer_row(Ui& ui, const MnistModel& model) {
    static const std::vector<MenuRow> rows = table_rows(cnn::optimizers());
    const int now = static_cast<int>(model.config().optimizer);
    if (const auto chosen = menu_row(ui, "optimizer", "Optimiser", rows, now))
        ui.command("choose-optimizer",
                   {{"optimizer", optimizer_names()[static_cast<std::size_t>(*chosen) + 1]}});
}

void rate_row(Ui& ui, const MnistModel& model) {
    const float rate = model.config().rate;
    if (const auto typed = number_field(ui, "rate", "Rate", rate, kSmallestRate, kLargestRate))
        ui.command("set-rate", {{"value", *typed}});
    if (button(ui, "lower-rate", "÷ 10")) ui.command("lower-rate");
    ImGui::SameLine();
    if (button(ui, "raise-rate", "× 10")) ui.command("raise-rate");
    if (const std::string remark = model.rate_remark(); !remark.empty()) {
        paragraph(ui, remark, TextStyle::kSmall);
        ui.name_item("rate-remark");
    }
}

void batch_row(Ui& ui, const MnistModel& model) {
    std::vector<int> sizes = {1, 8, 16, 32, 64, 100, 128, 256, 512, 1024};
    const int now = model.config().batch;
    if (const auto at = std::lower_bound(sizes.begin(), sizes.end(), now); at == sizes.end() || *at != now)
        sizes.insert(at, now);
    std::vector<MenuRow> rows;
    int chosen = 0;
    for (const int size : sizes) {
        if (size == now) chosen = static_cast<int>(rows.size());
        rows.push_back({"", std::to_string(size), "", false});
    }
    if (const auto pressed = menu_row(ui, "batch", "Batch", rows, chosen))
        ui.set("batch", sizes[static_cast<std::size_t>(*pressed)]);
}

void initialiser_row(Ui& ui, const MnistModel& model) {
    static const std::vector<MenuRow> rows = [] {
        std::vector<MenuRow> all;
        for (const cnn::InitialiserInfo& info : cnn::initialisers())
            all.push_back({"", std::string(info.name), std::string(info.remark), false});
        return all;
    }();
    const cnn::InitialiserSpec& now = model.config().network.initialiser;
    if (const auto chosen = menu_row(ui, "initialiser", "Weights begin", rows, static_cast<int>(now.kind)))
        ui.command("choose-initialiser",
                   {{"initialiser", initialiser_names()[static_cast<std::size_t>(*chosen)]}});
    if (now.kind != cnn::Initialiser::kConstant) return;
    if (const auto typed = number_field(ui, "constant", "All of them as", now.value, 0, cnn::kMaxConstant))
        ui.command("choose-initialiser", {{"initialiser", "constant"}, {"value", *typed}});
}

// One layer per line: the field does not wrap.
std::string spec_lines(std::string_view spec) {
    constexpr std::string_view kJoint = " | ";
    std::string lines(spec);
    for (std::size_t at = lines.find(kJoint); at != std::string::npos; at = lines.find(kJoint, at))
        lines.replace(at, kJoint.size(), "\n");
    return lines;
}

// Layers as text. What is typed is read at once; the wrong place is underlined and nothing changes until
// Apply.
void layers_field(Ui& ui, const MnistModel& model, Memory& memory) {
    space(ui, 18);
    heading(ui, "Layers as text");
    const std::string now = spec_lines(model.spec_text());
    if (memory.spec_draft == now) memory.spec_draft.reset();
    const std::string text = memory.spec_draft.value_or(now);
    const cnn::Result<cnn::NetworkSpec> read = model.check_spec(text);
    std::size_t from = 0;
    std::size_t to = 0;
    if (!read && read.error().at >= 0) {
        from = std::min(text.size(), static_cast<std::size_t>(read.error().at));
        to = std::min(text.size(), from + static_cast<std::size_t>(std::max(1, read.error().length)));
    }
    const int lines = std::clamp(static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1, 5, 14);
    if (auto edited = text_field(ui, "spec", text, "conv 8 3x3 | relu | maxpool 2 | dense 10", kMaxSpecBytes,
                                 lines, from, to))
        memory.spec_draft = std::move(edited);
    if (!read) paragraph(ui, read.error().sentence, TextStyle::kSmall, Colour::kWarning);
    if (!memory.spec_draft) return;
    if (button(ui, "apply-spec", "Apply", ButtonLook::kPrimary, Icon::kCheck, read.ok())) {
        ui.command("apply-spec", {{"text", text}});
        memory.spec_draft = spec_lines(cnn::to_text(read.value()));
    }
    ImGui::SameLine();
    if (button(ui, "discard-spec", "Discard")) memory.spec_draft.reset();
    paragraph(ui, "These layers are not in use yet: what trains are the former ones.", TextStyle::kSmall,
              Colour::kMuted);
}

void layers_language(Ui& ui) {
    paragraph(ui,
              "A layer in each line; before the first may stand how the weights begin, as in init he_normal. "
              "Branches are in brackets and read the same numbers: residual [conv 8 3x3 same | relu] adds to "
              "them what its bracket makes of them. add [..] [..] adds several, concat [..] [..] puts their "
              "channels one behind the other.",
              TextStyle::kSmall, Colour::kMuted);
}

}  // namespace

void network_menu(Ui& ui, const MnistModel& model) {
    std::vector<MenuRow> rows;
    std::vector<std::string_view> slugs;  // of the rows; empty: a heading
    int chosen = -1;
    const auto group = [&](std::string name) {
        rows.push_back({"", std::move(name), "", true});
        slugs.emplace_back();
    };
    const FittingNetwork* small = model.chosen_small();
    if (!model.offered_small().empty()) group("For " + model.setup().data_info().title);
    for (const auto& [network, parameters] : model.offered_small()) {
        if (&network == small) chosen = static_cast<int>(rows.size());
        rows.push_back(
            {network.code, network.title, count_text(parameters) + " parameters: " + network.remark, false});
        slugs.push_back(network.slug);
    }
    const auto add = [&](const OfferedNetwork& offered) {
        const cnn::ZooEntry& entry = *offered.entry;
        if (&entry == model.setup().entry()) chosen = static_cast<int>(rows.size());
        const std::string_view data = offered.brings_data ? std::string_view(data_set(entry.data).title)
                                                          : model.setup().data_info().title;
        rows.push_back({std::string(entry.code), std::string(entry.title),
                        count_text(offered.parameters) + " parameters, " + std::string(data) + ". " +
                            std::string(entry.source),
                        false});
        slugs.push_back(entry.slug);
    };
    for (const bool colours : {false, true}) {
        group(colours ? "For CIFAR-10" : "For digits");
        for (const OfferedNetwork& offered : model.offered())
            if (offered.brings_data && (offered.entry->data == kCifar) == colours) add(offered);
    }
    group("For other images, here on " + model.setup().data_info().title);
    for (const OfferedNetwork& offered : model.offered())
        if (!offered.brings_data) add(offered);
    if (slugs.back().empty()) {
        rows.pop_back();
        slugs.pop_back();
    }
    const cnn::ZooEntry* entry = model.setup().entry();
    const std::string_view of_file = small != nullptr ? std::string_view(small->code) : "own";
    const std::string label = menu_label(ui, "Network", entry != nullptr ? entry->code : of_file);
    if (const auto pressed = menu(ui, "network", label, rows, chosen))
        ui.command("choose-network", {{"network", slugs[static_cast<std::size_t>(*pressed)]}});
}

namespace {

// The rows of the data menu, and what each does.
class DataRows {
 public:
    struct Choice {
        std::string command;  // empty: a heading
        nlohmann::json arguments = nlohmann::json::object();
    };

    explicit DataRows(const DataSet& now) : now_(now) {}

    void group(std::string name) { add({"", std::move(name), "", true}, {}); }
    void action(const char* title, const char* detail, const char* command) {
        add({"", title, detail, false}, {command});
    }
    void set(const DataSet& data) {
        if (data.slug == now_.slug) chosen_ = static_cast<int>(rows_.size());
        std::string detail = data.source;
        if (!data.remark.empty()) detail += ". " + data.remark;
        std::string title = data.title + ", " + count_text(data.train) + " + " + count_text(data.test);
        if (!data.download.empty()) title += ", " + data.download;
        add({"", std::move(title), std::move(detail), false}, {"choose-data", {{"data", data.slug}}});
    }
    // Of many columns those at both ends, where classes use to stand.
    void columns(const OwnTable& table) {
        constexpr std::size_t kEnd = 20;
        const std::size_t count = table.columns.size();
        group("The class of " + table.file.name);
        for (std::size_t i = 0; i < count; ++i) {
            if (i >= kEnd && i + kEnd < count) continue;
            const bool is_class = static_cast<int>(i) == table.class_column;
            add({"", table.columns[i], is_class ? "the class as it was read" : "", false},
                {"choose-class-column", {{"column", i + 1}}});
        }
    }

    const std::vector<MenuRow>& rows() const { return rows_; }
    const Choice& choice(int row) const { return choices_[static_cast<std::size_t>(row)]; }
    int chosen() const { return chosen_; }

 private:
    void add(MenuRow row, Choice choice) {
        rows_.push_back(std::move(row));
        choices_.push_back(std::move(choice));
    }

    const DataSet& now_;
    std::vector<MenuRow> rows_;
    std::vector<Choice> choices_;  // of the rows
    int chosen_ = -1;
};

}  // namespace

void data_menu(Ui& ui, const MnistModel& model) {
    const DataSet& now = model.setup().data_info();
    DataRows list(now);
    list.group("Pictures");
    for (const DataSet& data : built_in_sets())
        if (data.pictures()) list.set(data);
    list.group("Rows of numbers");
    for (const DataSet& data : built_in_sets())
        if (!data.pictures()) list.set(data);
    list.group("Yours");
    if (model.setup().own) list.set(*model.setup().own);
    list.action("Open a file ...",
                "a .csv table, a .zip with a folder of .png or .jpg pictures per class, IDX", "open-data");
    list.action("Open a folder ...", "with a folder of .png or .jpg pictures per class", "open-folder");
    if (model.table() != nullptr) list.columns(*model.table());
    const auto pressed = menu(ui, "data", menu_label(ui, "Data", now.title), list.rows(), list.chosen());
    if (pressed) ui.command(list.choice(*pressed).command, list.choice(*pressed).arguments);
}

void settings(Ui& ui, const MnistModel& model, Memory& memory) {
    space(ui, 18);
    heading(ui, "Settings");
    const cnn::TrainingConfig& config = model.config();
    const DataSet& data = model.setup().data_info();
    const std::string things = example_noun(model) + "s";
    optimizer_row(ui, model);
    rate_row(ui, model);
    batch_row(ui, model);
    if (const auto epochs = stepper(ui, "epochs", "Epochs", config.epochs, 1, cnn::kMaxEpochs))
        ui.set("epochs", *epochs);
    if (const auto seed = big_number_field(ui, "seed", "Seed", config.seed)) ui.set("seed", *seed);
    initialiser_row(ui, model);
    if (data.slug == kOwnData)
        if (const auto percent = stepper(ui, "test-share", "Test on, percent", model.test_percent(),
                                         kLeastTestPercent, kMostTestPercent))
            ui.command("choose-test-share", {{"percent", *percent}});
    if (const auto limit = slider_row(ui, "limit", "Train on", model.setup().used_images(), 1, data.train))
        ui.set("limit", *limit == data.train ? 0 : *limit);
    if (const auto held =
            slider_row(ui, "validation", "Held out", config.validation, 0, model.setup().used_images() / 2))
        set_rule(ui, model, "validation", *held);
    paragraph(ui,
              config.validation > 0 ? "Validation is measured on " + count_text(config.validation) +
                                          " training " + things + " that are held out."
                                    : "Validation is measured on the test " + things +
                                          ", as most lectures do. Hold some training " + things +
                                          " out to keep the test " + things + " for the end.",
              TextStyle::kSmall, Colour::kMuted);
    paragraph(ui, "A changed rate or number of epochs goes into the run; any other change begins a new one.",
              TextStyle::kSmall, Colour::kMuted);
    more_rules(ui, model, memory);
    layers_field(ui, model, memory);
    layers_language(ui);
    if (const cnn::ZooEntry* entry = model.setup().entry())
        paragraph(ui, std::string(entry->code) + ": " + std::string(entry->source) + ".", TextStyle::kSmall,
                  Colour::kMuted);
}

}  // namespace shell::lesson_mnist
