// The parts of the lesson's picture. Each draws from the model at ImGui's cursor and posts commands.
#pragma once

#include <optional>
#include <string>

#include "shell/lessons/02_mnist/model.h"
#include "shell/ui.h"

namespace shell::lesson_mnist {

// What the picture remembers by itself: nothing that a link would carry.
struct Memory {
    std::optional<std::string> spec_draft;  // the layers while they are edited
    int filter_channel = 0;                 // input channel whose filter planes are shown
};

// view_run.cpp
bool notices(Ui& ui, const MnistModel& model);     // data to fetch, divergence; true when there was something
void chain_card(Ui& ui, const MnistModel& model);  // layer by layer
void loss_card(Ui& ui, const MnistModel& model, float width, float height);
void accuracy_card(Ui& ui, const MnistModel& model, float width, float height);
void run_numbers(Ui& ui, const MnistModel& model);  // epoch, accuracy, speed

// view_inside.cpp
void inside_card(Ui& ui, const MnistModel& model, Memory& memory);

// view_images.cpp
void confusion_card(Ui& ui, const MnistModel& model, float width, float height);
void image_card(Ui& ui, const MnistModel& model, float width, float height);
void gallery_card(Ui& ui, MnistModel& model);

// view_settings.cpp
void network_menu(Ui& ui, const MnistModel& model);
void data_menu(Ui& ui, const MnistModel& model);
void settings(Ui& ui, const MnistModel& model, Memory& memory);

// view_drawing.cpp
void your_digit(Ui& ui, const MnistModel& model);

}  // namespace shell::lesson_mnist
