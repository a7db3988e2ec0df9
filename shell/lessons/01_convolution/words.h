// The lesson in words and as JSON: for window.convolab.state(), --json, --text, and the sentence over the
// stage.
#pragma once

#include <string>

#include "core/base/json.h"
#include "shell/lessons/step_text.h"

namespace shell::lesson_convolution {

class ConvolutionModel;

nlohmann::json state_json(const ConvolutionModel& model);

// Everything that the screen shows, line by line, to be read out. Rows and columns count from 1.
std::string sentences(const ConvolutionModel& model);

std::string stage_title(
    const ConvolutionModel& model);  // "The kernel looks at nine pixels and writes one number"
std::string step_sentence(const ConvolutionModel& model);  // what the current step does
std::string place_label(const ConvolutionModel& model);    // "cell 6 of 16 · term 5 of 9"
StepText step_text(const ConvolutionModel& model);  // the products so far, or the whole cell at its result

// "2 rows at the bottom and 1 column on the right are never read." Empty where every pixel is read.
std::string left_over_sentence(const ConvolutionModel& model);

}  // namespace shell::lesson_convolution
