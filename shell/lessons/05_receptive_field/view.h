// The picture of the lesson about receptive fields: what its files share.
#pragma once

#include "shell/lessons/05_receptive_field/model.h"
#include "shell/ui.h"

namespace shell::lesson_receptive_field {

// What the pointer was on in the last frame; level 0 is the picture.
struct Pointed {
    int level = -1;  // -1: nothing
    int unit = 0;
    bool operator==(const Pointed&) const = default;
};

void draw_stack(Ui& ui, const FieldModel& model, Pointed& pointed, float height);
void draw_kernel(Ui& ui,
                 const FieldModel& model);  // of the chosen layer, spread
void draw_controls(Ui& ui, const FieldModel& model);

}  // namespace shell::lesson_receptive_field
