// The images: which were read rightly, which were not, and what the network says about one of them.
#include <algorithm>
#include <array>
#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

constexpr int kRowsOfTiles = 3;

const cnn::Evaluation* evaluation_of(const MnistModel& model) {
    return model.run() != nullptr ? model.run()->evaluation.get() : nullptr;
}

// One image of the gallery; a wrong one says so in words. True when pressed.
bool tile(Ui& ui, const MnistModel& model, const cnn::Dataset& images, int image,
          const Prediction* prediction, bool chosen, float side) {
    std::vector<float> pixels = shown_values(images, image);
    const int label = images.labels[static_cast<std::size_t>(image)];
    const bool named = !images.class_names.empty();
    const std::string name = "image." + std::to_string(image);
    std::string caption = model.class_text(label);
    std::string tip = "Image " + count_text(image) + ": " + caption + ".";
    const bool wrong = prediction != nullptr && prediction->digit != label;
    if (prediction != nullptr) {
        const std::string share = percent_text(static_cast<double>(prediction->confidence), 0);
        const std::string said = model.class_text(prediction->digit);
        caption = named ? said : wrong ? caption + " → " + said : caption + " " + share;
        tip += " The network says " + said + " (" + share + ").";
    }
    Picture shown = picture_of(images.image, pixels);
    shown.name = name;
    shown.side = side;
    shown.caption = caption;
    shown.caption_colour = wrong ? Colour::kWarning : Colour::kMuted;
    shown.chosen = chosen;
    shown.tip = tip;
    return picture(ui, shown);
}

// Test or training images, all or the wrong ones; pages.
void gallery_bar(Ui& ui, const MnistModel& model, int first, int shown) {
    static constexpr std::string_view kChoices[] = {"Test", "Training", "Wrong ones"};
    const Selection& selection = model.selection();
    const bool training = selection.set == static_cast<int>(ImageSet::kTrain);
    const int chosen = selection.filter == static_cast<int>(GalleryFilter::kAll)     ? (training ? 1 : 0)
                       : selection.filter == static_cast<int>(GalleryFilter::kWrong) ? 2
                                                                                     : -1;
    if (const auto choice = segmented(ui, "gallery-set", kChoices, chosen)) {
        ui.command("show-images", {{"show", *choice == 2 ? "wrong" : "all"}});
        if (*choice != 2)
            ui.command("choose-image", {{"set", *choice == 1 ? "train" : "test"}, {"image", 0}});
    }
    const int count = model.gallery_size();
    const bool judged =
        selection.filter == static_cast<int>(GalleryFilter::kAll) || model.measured() != nullptr;
    const Run line[] = {muted_run(!judged      ? "known once the test images are evaluated"
                                  : count == 0 ? "no such image"
                                               : count_text(first + 1) + " to " + count_text(first + shown) +
                                                     " of " + count_text(count))};
    if (button(ui, "gallery.back", "Back", ButtonLook::kQuiet, Icon::kBack, first > 0))
        ui.set("first", std::max(0, first - shown));
    ImGui::SameLine();
    if (button(ui, "gallery.on", "More", ButtonLook::kQuiet, Icon::kForward, first + shown < count))
        ui.set("first", first + shown);
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (ui.target() - ui.font_size(TextStyle::kBody)) * 0.5F);
    text_runs(ui, line);
}

// The chosen image or the drawing; empty without data.
std::vector<float> chosen_values(const MnistModel& model) {
    if (model.selection().set == static_cast<int>(ImageSet::kDrawing)) {
        const auto digit = model.digit().result.values();
        return {digit.begin(), digit.end()};
    }
    const cnn::Dataset* images = model.gallery_images();
    if (images == nullptr) return {};
    return shown_values(*images, model.selection().image);
}

}  // namespace

std::vector<float> shown_values(const cnn::Dataset& images, int image) {
    std::vector<float> values(images.image.size());
    if (images.values.empty())
        images.scaled_to(image, values.data());
    else
        images.image_to(image, values.data());
    return values;
}

Picture picture_of(const cnn::Shape& shape, std::vector<float>& values) {
    constexpr std::size_t kAcross = 8;
    Picture shown;
    shown.width = shape.w;
    shown.height = shape.h;
    if (shape.h == 1 && shape.w == 1) {
        const std::size_t across = std::min(values.size(), kAcross);
        const std::size_t down = (values.size() + across - 1) / across;
        values.resize(across * down, 0.0F);
        shown.width = static_cast<int>(across);
        shown.height = static_cast<int>(down);
        shown.map = Map::kSigned;
        shown.limit = 3;
    }
    shown.values = values;
    if (shape.c == 3 && shape.h > 1) shown.map = Map::kColour;
    return shown;
}

void confusion_card(Ui& ui, const MnistModel& model, Memory& memory, float width, float height, bool beside) {
    const cnn::Evaluation* evaluation = evaluation_of(model);
    const bool counted = evaluation != nullptr && !evaluation->confusion.empty();
    const Card card(ui, "confusion-card", width, counted || beside ? height : 0);
    std::vector<Run> right;
    if (evaluation != nullptr)
        right = {muted_run(
            (evaluation->images < evaluation->total ? count_text(evaluation->images) + " of " : "") +
            count_text(evaluation->total) +
            (model.setup().data_info().pictures() ? " test images" : " test examples") +
            model.age(evaluation->step))};
    card_heading(ui, "Confusion", right);
    if (!counted) {
        paragraph(ui, "Which classes are taken for which others: counted over all test images.",
                  TextStyle::kBody, Colour::kMuted);
        if (button(ui, "evaluate", "Evaluate now", ButtonLook::kQuiet, Icon::kNone, model.data() != nullptr))
            ui.command("evaluate");
        return;
    }
    HeatMap map;
    map.name = "confusion";
    map.rows = map.columns = evaluation->classes;
    map.counts = evaluation->confusion;
    map.names = model.setup().data_info().class_names;
    map.row_title = model.setup().data_info().drawable() && map.names.empty() ? "true digit" : "true class";
    map.column_title = "network says";
    const Selection& selection = model.selection();
    if (selection.filter == static_cast<int>(GalleryFilter::kCell))
        map.chosen = {selection.true_digit, selection.predicted_digit};
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const HeatMapAnswer answer = heat_map(ui, map, std::min(room.x, room.y - ui.target()));
    if (answer.clicked) {
        ui.command("show-images",
                   {{"show", "cell"}, {"true", answer.clicked.row}, {"predicted", answer.clicked.column}});
        memory.reveal_gallery = true;
    }
    const std::string accuracy =
        percent_text(static_cast<double>(evaluation->accuracy)) + " right, " +
        count_text(evaluation->images -
                   std::lround(evaluation->accuracy * static_cast<float>(evaluation->images))) +
        " wrong";
    paragraph(ui, accuracy, TextStyle::kSmall, Colour::kMuted);
    ImGui::SameLine();
    if (link_text(ui, "evaluate", "Evaluate now")) ui.command("evaluate");
}

namespace {

// What it is, what the network takes it for, and the way to its neighbours: beside the chosen image.
void image_words(Ui& ui, const MnistModel& model, std::span<const float> probabilities) {
    const int label = model.chosen_label();
    const auto said = static_cast<int>(std::max_element(probabilities.begin(), probabilities.end()) -
                                       probabilities.begin());
    if (label >= 0) {
        const bool named = !model.setup().data_info().class_names.empty();
        const Run what[] = {plain_run(named ? "This is: " : "This is a "),
                            {model.class_text(label), Colour::kText, true}};
        text_runs(ui, what);
    }
    if (!probabilities.empty()) {
        const bool wrong = label >= 0 && said != label;
        const Run says[] = {
            plain_run(model.in_batch() ? "Predicting, the network says " : "The network says "),
            {model.class_text(said), wrong ? Colour::kWarning : Colour::kAccent, true},
            muted_run(wrong ? ", wrongly" : "")};
        text_runs(ui, says);
    }
    space(ui, 8);
    if (button(ui, "previous-image", "Previous", ButtonLook::kQuiet, Icon::kBack))
        ui.command("previous-image");
    if (button(ui, "next-image", "Next", ButtonLook::kQuiet, Icon::kForward)) ui.command("next-image");
}

}  // namespace

// The chosen image, as large as the card lets it, over the probabilities of all ten digits.
void image_card(Ui& ui, const MnistModel& model, float width, float height) {
    const Card card(ui, "image-card", width, height);
    const bool drawing = model.selection().set == static_cast<int>(ImageSet::kDrawing);
    const bool digits = model.setup().data_info().class_names.empty();
    std::vector<Run> right;
    if (const auto loss = model.chosen_loss()) right = {muted_run("loss " + short_number(*loss, 3))};
    card_heading(ui,
                 !drawing ? "Image " + count_text(model.selection().image)
                          : std::string(digits ? "Your digit" : "Your drawing"),
                 right);
    std::vector<float> pixels = chosen_values(model);
    if (pixels.empty()) {
        paragraph(ui, "The images will appear here once they have been fetched.", TextStyle::kBody,
                  Colour::kMuted);
        return;
    }
    const cnn::Activations* passed = model.activations();
    const std::span<const float> probabilities =
        passed != nullptr ? std::span<const float>(passed->probabilities) : std::span<const float>();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const auto rows = static_cast<float>(std::min(model.setup().data_info().classes, 10));
    const float bars = (ui.font_size(TextStyle::kBody) + ui.px(2)) * rows + ui.px(14);
    Picture shown = picture_of(model.config().network.input, pixels);
    shown.name = "chosen";
    shown.side = std::clamp(height > 0 ? room.y - bars : ui.px(140), ui.px(100), room.x * 0.5F);
    picture(ui, shown);
    ImGui::SameLine(0, ui.px(16));
    ImGui::BeginGroup();
    image_words(ui, model, probabilities);
    ImGui::EndGroup();
    space(ui, 12);
    if (!probabilities.empty())
        probability_bars(ui, "chosen-bars", probabilities, model.setup().data_info().class_names);
}

void gallery_card(Ui& ui, MnistModel& model) {
    const Card card(ui, "gallery");
    const cnn::Dataset* images = model.gallery_images();
    const Selection& selection = model.selection();
    std::string what = "All images";
    if (selection.filter == static_cast<int>(GalleryFilter::kWrong)) what = "Wrongly read test images";
    if (selection.filter == static_cast<int>(GalleryFilter::kCell))
        what = "Test images of " + model.class_text(selection.true_digit) + " read as " +
               model.class_text(selection.predicted_digit);
    card_heading(ui, selection.filter == 0 ? "Images" : what);
    if (images == nullptr) {
        paragraph(ui, "The images will appear here once they have been fetched.", TextStyle::kBody,
                  Colour::kMuted);
        return;
    }
    const float side = flow_side(ui, 1, ui.px(44), ui.px(56));
    const int columns =
        std::max(1, static_cast<int>((ImGui::GetContentRegionAvail().x + ui.px(8) + 1) / (side + ui.px(8))));
    const int first = std::clamp(selection.first, 0, std::max(0, model.gallery_size() - 1));
    const int count = std::min(columns * kRowsOfTiles, model.gallery_size() - first);
    gallery_bar(ui, model, first, count);
    std::vector<int> looked_at;
    for (int i = 0; i < count; ++i) {
        const int image = model.gallery_image(first + i);
        looked_at.push_back(image);
        if (i > 0) flow(ui, side);
        const bool chosen = selection.set != static_cast<int>(ImageSet::kDrawing) && image == selection.image;
        if (tile(ui, model, *images, image, model.prediction(image), chosen, side))
            ui.command("choose-image",
                       {{"image", image}, {"set", images == &model.data()->train ? "train" : "test"}});
    }
    model.look_at(std::move(looked_at));
}

}  // namespace shell::lesson_mnist
