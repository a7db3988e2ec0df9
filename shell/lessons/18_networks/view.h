// The picture of the lesson of the networks: what its files share.
#pragma once

#include "shell/lessons/18_networks/model.h"
#include "shell/ui.h"

namespace shell::lesson_networks {

void draw_shares(Ui& ui, const NetworksModel& model);  // which layers have the parameters and the work
void draw_layers(Ui& ui, const NetworksModel& model, bool reveal);  // reveal: scroll to the current one
void draw_controls(Ui& ui, const NetworksModel& model);

}  // namespace shell::lesson_networks
