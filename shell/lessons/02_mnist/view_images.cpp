// The images: which were read rightly, which were not, and what the network says about one of them.
#include <algorithm>
#include <array>
#include <vector>

#include "shell/lessons/02_mnist/view_parts.h"
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
bool tile(Ui& ui, const cnn::Dataset& images, int image, const Prediction* prediction, bool chosen,
          float side) {
    std::vector<float> pixels(images.image.size());
    images.image_to(image, pixels.data());
    const int label = images.labels[static_cast<std::size_t>(image)];
    const std::string name = "image." + std::to_string(image);
    std::string caption = std::to_string(label);
    std::string tip = "Image " + count_text(image) + " is a " + caption + ".";
    const bool wrong = prediction != nullptr && prediction->digit != label;
    if (prediction != nullptr) {
        const std::string share = percent_text(static_cast<double>(prediction->confidence), 0);
        caption = wrong ? std::to_string(prediction->digit) + ", not " + caption : caption + " " + share;
        tip += " The network says " + std::to_string(prediction->digit) + " (" + share + ").";
    }
    Picture shown;
    shown.name = name;
    shown.width = images.image.w;
    shown.height = images.image.h;
    shown.values = pixels;
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
    const Run line[] = {muted_run(count == 0 ? "no such image"
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

}  // namespace

void confusion_card(Ui& ui, const MnistModel& model, float width, float height) {
    const Card card(ui, "confusion-card", width, height);
    const cnn::Evaluation* evaluation = evaluation_of(model);
    std::vector<Run> right;
    if (evaluation != nullptr)
        right = {muted_run(count_text(evaluation->images) + " of " + count_text(evaluation->total) +
                           " test images")};
    card_heading(ui, "Confusion", right);
    if (evaluation == nullptr || evaluation->confusion.empty()) {
        paragraph(ui, "Which digits are taken for which others: counted over all test images.",
                  TextStyle::kBody, Colour::kMuted);
        if (button(ui, "evaluate", "Evaluate now", ButtonLook::kQuiet, Icon::kNone, model.data() != nullptr))
            ui.command("evaluate");
        return;
    }
    HeatMap map;
    map.name = "confusion";
    map.rows = map.columns = model.run()->network->classes();
    map.counts = evaluation->confusion;
    map.row_title = "true digit";
    map.column_title = "network says";
    const Selection& selection = model.selection();
    if (selection.filter == static_cast<int>(GalleryFilter::kCell))
        map.chosen = {selection.true_digit, selection.predicted_digit};
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const HeatMapAnswer answer = heat_map(ui, map, std::min(room.x, room.y - ui.target()));
    if (answer.clicked)
        ui.command("show-images",
                   {{"show", "cell"}, {"true", answer.clicked.row}, {"predicted", answer.clicked.column}});
    const std::string accuracy =
        percent_text(static_cast<double>(evaluation->accuracy)) + " right, " +
        count_text(evaluation->images -
                   std::lround(evaluation->accuracy * static_cast<float>(evaluation->images))) +
        " wrong";
    paragraph(ui, accuracy, TextStyle::kSmall, Colour::kMuted);
    ImGui::SameLine();
    if (link_text(ui, "evaluate", "Evaluate now")) ui.command("evaluate");
}

// The chosen image, large, with the probabilities of all ten digits.
void image_card(Ui& ui, const MnistModel& model, float width, float height) {
    const Card card(ui, "image-card", width, height);
    const int label = model.chosen_label();
    const std::string which =
        label < 0 ? std::string("Your digit") : "Image " + count_text(model.selection().image);
    const Run right[] = {muted_run(label < 0 ? std::string() : "a " + std::to_string(label))};
    card_heading(ui, which, right);
    const std::vector<float> pixels = model.chosen_pixels();
    if (pixels.empty()) {
        paragraph(ui, "The images will appear here once they have been fetched.", TextStyle::kBody,
                  Colour::kMuted);
        return;
    }
    Picture shown;
    shown.name = "chosen";
    shown.width = model.config().network.input.w;
    shown.height = model.config().network.input.h;
    shown.values = pixels;
    shown.side = std::min(ImGui::GetContentRegionAvail().x * 0.4F, ui.px(140));
    picture(ui, shown);
    const cnn::Activations* passed = model.activations();
    if (passed == nullptr) return;
    ImGui::SameLine(0, ui.px(16));
    ImGui::BeginGroup();
    probability_bars(ui, "chosen-bars", passed->probabilities);
    ImGui::EndGroup();
    space(ui, 6);
    if (button(ui, "previous-image", "Previous", ButtonLook::kQuiet, Icon::kBack))
        ui.command("previous-image");
    ImGui::SameLine();
    if (button(ui, "next-image", "Next", ButtonLook::kQuiet, Icon::kForward)) ui.command("next-image");
}

void gallery_card(Ui& ui, MnistModel& model) {
    const Card card(ui, "gallery");
    const cnn::Dataset* images = model.gallery_images();
    const Selection& selection = model.selection();
    std::string what = "All images";
    if (selection.filter == static_cast<int>(GalleryFilter::kWrong)) what = "Wrongly read test images";
    if (selection.filter == static_cast<int>(GalleryFilter::kCell))
        what = "Test images of a " + std::to_string(selection.true_digit) + " read as " +
               std::to_string(selection.predicted_digit);
    card_heading(ui, selection.filter == 0 ? "Images" : what);
    if (images == nullptr) {
        paragraph(ui, "The images will appear here once they have been fetched.", TextStyle::kBody,
                  Colour::kMuted);
        return;
    }
    const float side = ui.px(52);
    const int columns = std::max(1, static_cast<int>(ImGui::GetContentRegionAvail().x / (side + ui.px(8))));
    const int first = std::clamp(selection.first, 0, std::max(0, model.gallery_size() - 1));
    const int count = std::min(columns * kRowsOfTiles, model.gallery_size() - first);
    gallery_bar(ui, model, first, count);
    std::vector<int> looked_at;
    for (int i = 0; i < count; ++i) {
        const int image = model.gallery_image(first + i);
        looked_at.push_back(image);
        if (i > 0) flow(ui, side);
        const bool chosen = selection.set != static_cast<int>(ImageSet::kDrawing) && image == selection.image;
        if (tile(ui, *images, image, model.prediction(image), chosen, side))
            ui.command("choose-image",
                       {{"image", image}, {"set", images == &model.data()->train ? "train" : "test"}});
    }
    model.look_at(std::move(looked_at));
}

}  // namespace shell::lesson_mnist
