// How wide is the field, where does it begin; and the slips of both.
#include <string>

#include "shell/lessons/05_receptive_field/model.h"

namespace shell::lesson_receptive_field {
namespace {

using std::to_string;

// The field of the stack as it might have been read wrongly; 0: that stack does not fit.
template <class Change>
double field_with(const Settings& settings, Change&& change) {
    Settings wrong = settings;
    for (Layer& layer : wrong.stack) change(layer);
    return fits(wrong) ? cnn::summarise(network_of(wrong)).layers.back().columns.size : 0;
}

void width_mistakes(Question& question, const Settings& settings) {
    const auto add = [&](double value, const char* why) {
        if (value > 0) question.mistakes.push_back({value, why});
    };
    int kernels = 0;
    for (int i = 0; i < settings.layers; ++i) kernels += settings.stack[static_cast<std::size_t>(i)].kernel;
    add(field_with(settings, [](Layer& layer) { layer.stride = 1; }),
        "That leaves out the strides: behind a stride of 2, one step is two "
        "pixels.");
    add(field_with(settings, [](Layer& layer) { layer.dilation = 1; }),
        "That leaves out the dilation: the kernel spans more pixels than it has "
        "weights.");
    add(kernels, "The kernels' sizes do not add up: each layer adds kernel - 1 steps.");
    add(settings.stack[static_cast<std::size_t>(settings.layers - 1)].kernel,
        "That is the top kernel alone; its inputs have fields of their own.");
    add(question.answer - 1, "One too few: the first pixel counts as well.");
}

}  // namespace

std::optional<Question> FieldModel::question(int t) const {
    const Cursor at = cursor_at(t);
    if (at.back != 0) return std::nullopt;
    const Traced field = trace(at.unit, 0);
    if (field.width() == 0) return std::nullopt;
    Question question;
    question.shown_at = t + settings_.layers;
    question.counted = true;
    const std::string unit = "Unit " + to_string(at.unit + 1) + " of the top layer: ";
    if (at.unit == 0) {
        question.prompt = unit + "how many pixels wide is what it sees of the picture?";
        question.answer = field.width();
        width_mistakes(question, settings_);
        return question;
    }
    question.prompt = unit + "which is the first pixel that it sees, counted from 1?";
    question.answer = field.first + 1;
    question.mistakes.push_back(
        {static_cast<double>(field.first), "Counted from 0; here the first pixel is 1."});
    question.mistakes.push_back({static_cast<double>(trace(0, 0).first + 1 + at.unit),
                                 "One step of the top layer is as many pixels as the strides below "
                                 "multiply to."});
    question.mistakes.push_back(
        {static_cast<double>(field.last + 1), "That is the last pixel that it sees."});
    return question;
}

}  // namespace shell::lesson_receptive_field
