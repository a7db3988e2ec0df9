// The parts of the lesson's picture. Each draws from the model at ImGui's cursor and posts commands.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shell/lessons/17_mnist/model.h"
#include "shell/ui.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/pictures.h"

namespace shell::lesson_mnist {

// The part of the plane that is shown, and what the network says all over it, for the data and the version of
// the snapshot that they were computed from.
struct PlaneMap {
    const void* data = nullptr;
    std::array<float, 2> low{};  // across and up, of all points, with a margin
    std::array<float, 2> high{};
    std::pair<const void*, std::uint64_t> from{nullptr, 0};  // the run's network and its version
    std::vector<int> classes;                                // row by row, from the top
    std::vector<float> shares;                               // of the class that is said
};

// What the picture remembers by itself: nothing that a link would carry.
struct Memory {
    std::optional<std::string> spec_draft;  // the layers while they are edited
    int filter_channel = 0;                 // input channel whose filter planes are shown
    bool rules_open = false;
    bool reveal_gallery = false;          // its images were asked for and may be below the edge
    bool reveal_image = false;            // one was chosen below its card, which may be above the edge
    int reveal_explained = 0;             // frames left to bring what takes the chosen number apart into view
    int times_chosen = 0;                 // by the model's count, up to the last frame
    float threshold = 0.5F;               // that is marked on the curves of a class
    int bin = cnn::kCalibrationBins - 1;  // that is marked in the reliability diagram
    int class_seen = 0;                   // whose page of the table was turned to last
    int class_page = 0;
    bool layers_open = false;  // the table of the layers
    // The page of the terms of the number that is taken apart, and of which number that is.
    int term_page = 0;
    MnistModel::Explained::From terms_of;
    PlaneMap plane;
};

// The titles and remarks of a table of core/train.
template <class Info>
std::vector<MenuRow> table_rows(std::span<const Info> table) {
    std::vector<MenuRow> rows;
    for (const Info& info : table)
        rows.push_back({"", std::string(info.title), std::string(info.remark), false});
    return rows;
}

// "Evaluate now (V)"; without the key on a phone.
inline std::string with_key(const Ui& ui, const std::string& words, const std::string& key) {
    return ui.phone() ? words : words + " (" + key + ")";
}

// view_run.cpp
bool notices(Ui& ui, const MnistModel& model);  // data to fetch, divergence; true when there was something
void chain_card(Ui& ui, const MnistModel& model, Memory& memory);  // layer by layer
void loss_card(Ui& ui, const MnistModel& model, float width, float height);
void accuracy_card(Ui& ui, const MnistModel& model, float width, float height);
void run_numbers(Ui& ui, const MnistModel& model);  // epoch, accuracy, speed

// From where to where something stands on the screen.
struct Reach {
    float top = 0;
    float bottom = 0;
};

// view_inside.cpp; answers where it takes a number apart, if it does.
std::optional<Reach> inside_card(Ui& ui, const MnistModel& model, Memory& memory);

// view_explained.cpp
void explained_part(Ui& ui, const MnistModel& model, Memory& memory);  // one number of the layer, taken apart

// view_batch.cpp
void batch_controls(Ui& ui, const MnistModel& model);  // as it predicts, or in which batch
void batch_parts(Ui& ui, const MnistModel& model);     // of a batch normalisation in a batch

// view_images.cpp
// height: of the matrix's card, and with something beside it of the card without a matrix too
void confusion_card(Ui& ui, const MnistModel& model, Memory& memory, float width, float height, bool beside);
void image_card(Ui& ui, const MnistModel& model, float width, float height);
void gallery_card(Ui& ui, MnistModel& model);
// Pixels as ink, three planes as colours; a row of numbers as shades, eight beside each other, on a scale of
// three deviations. The picture reads `values`, which may be lengthened.
Picture picture_of(const cnn::Shape& shape, std::vector<float>& values);
// Image `image` for picture_of: pixels from 0 to 1, whatever is done to them for the network; a row of
// numbers as the network sees it.
std::vector<float> shown_values(const cnn::Dataset& images, int image);

// view_numbers.cpp
void numbers_card(Ui& ui, const MnistModel& model, float width);  // what is predicted, row by row

// view_measures.cpp
void measures_card(Ui& ui, const MnistModel& model, Memory& memory);

// view_plane.cpp
void plane_card(Ui& ui, const MnistModel& model, PlaneMap& map, float width, float height);

// view_settings.cpp
void network_menu(Ui& ui, const MnistModel& model);
void data_menu(Ui& ui, const MnistModel& model);
void settings(Ui& ui, const MnistModel& model, Memory& memory);

// view_rules.cpp
void more_rules(Ui& ui, const MnistModel& model, Memory& memory);
// Sets a field that a recipe may have; 0 and off then mean what they say.
void set_rule(Ui& ui, const MnistModel& model, const char* key, nlohmann::json value);

// view_export.cpp
void take_along(Ui& ui, const MnistModel& model);  // the network to other programs, weights back

// view_drawing.cpp
void your_digit(Ui& ui, const MnistModel& model);

}  // namespace shell::lesson_mnist
