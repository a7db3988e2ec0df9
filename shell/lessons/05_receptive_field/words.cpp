// JSON and sentences of the lesson about receptive fields, and the lectures' examples. Nothing is computed
// here.
#include <algorithm>

#include "shell/lessons/05_receptive_field/model.h"
#include "shell/lessons/lectures.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"

namespace shell::lesson_receptive_field {
namespace {

using nlohmann::json;
using std::to_string;

json levels_json(const FieldModel& model) {
    json levels = json::array();
    for (int level = model.settings().layers; level >= model.lowest_level(); --level) {
        const Traced traced = model.trace(model.cursor().unit, level);
        levels.push_back({{"level", level},
                          {"units", model.units(level)},
                          {"ways", traced.ways},
                          {"first", traced.first},
                          {"last", traced.last},
                          {"count", traced.count}});
    }
    return levels;
}

json fields_json(const FieldModel& model) {
    if (!model.fields_shown()) return nullptr;
    json rows = json::array();
    for (const cnn::LayerSummary& layer : model.summary().layers)
        rows.push_back({{"layer", layer.text},
                        {"field", layer.columns.size},
                        {"jump", layer.columns.jump},
                        {"start", layer.columns.start}});
    return rows;
}

std::string where(const FieldModel& model, int level) {
    return level == 0 ? std::string("the picture")
                      : "layer " + to_string(level) + " (" + model.layer_name(level) + ")";
}

std::string what(int level, int count) {
    return level == 0 ? count_of(count, "pixel", "pixels") : count_of(count, "unit", "units");
}

std::string range_text(const Traced& traced) {
    if (traced.first == traced.last) return to_string(traced.first + 1);
    return to_string(traced.first + 1) + " to " + to_string(traced.last + 1);
}

std::string plural(int level) { return level == 0 ? "pixels " : "units "; }

}  // namespace

json FieldModel::lesson_state() const {
    json axes = json::array();
    for (const cnn::AxisPlan& axis : axes_) axes.push_back(axis_json(axis));
    return {{"picture", settings_.side},
            {"layers", std::move(axes)},
            {"chosen", settings_.chosen},
            {"spans", spans()},
            {"receptive_fields", fields_json(*this)},
            {"traced", levels_json(*this)},
            {"cursor", {{"unit", cursor().unit}, {"units", top_units()}, {"back", cursor().back}}}};
}

std::string FieldModel::lesson_sentences() const {
    std::string text = stage_title() + ".\nThe picture has " + to_string(settings_.side) + " x " +
                       to_string(settings_.side) + " pixels.\n";
    for (int layer = 1; layer <= settings_.layers; ++layer) {
        text += "Layer " + to_string(layer) + ", " + layer_name(layer) + ": " + to_string(units(layer)) +
                " x " + to_string(units(layer)) + " units";
        if (fields_shown())
            text += ", each sees " +
                    what(0, summary_.layers[static_cast<std::size_t>(layer - 1)].columns.size) + " a side";
        text += ".\n";
    }
    text += "A kernel of " + to_string(settings_.at_chosen().kernel) + " with dilation 1, 2, 3, 4 spans";
    for (const int span : spans()) text += " " + to_string(span);
    return text + " pixels.\n";
}

std::string FieldModel::stage_title() const { return "Which pixels can change this unit?"; }

std::string FieldModel::step_sentence() const {
    const Cursor at = cursor();
    const int level = lowest_level();
    const std::string unit = "Unit " + to_string(at.unit + 1) + " of " + where(*this, settings_.layers);
    if (at.back == 0) return unit + ". Follow it back, one layer at a time.";
    const Traced traced = trace(at.unit, level);
    if (traced.count == 0) return unit + " sees nothing but padding in " + where(*this, level) + ".";
    std::string text = unit + " sees " + plural(level) + range_text(traced) + " of " + where(*this, level) +
                       ": " + to_string(traced.width()) + " wide";
    if (traced.count < traced.width())
        text += ", but only " + to_string(traced.count) + " of them; the others fall into the gaps";
    return text + ".";
}

std::string FieldModel::place_label() const {
    const std::string unit = "unit " + to_string(cursor().unit + 1) + " of " + to_string(top_units());
    if (cursor().back == 0) return unit;
    return unit + (lowest_level() == 0 ? " · picture" : " · layer " + to_string(lowest_level()));
}

StepText FieldModel::step_text() const {
    StepText step{step_sentence(), {"level", "first", "last", "seen", "width"}, {}, {}};
    for (int level = settings_.layers; level >= lowest_level(); --level) {
        const Traced traced = trace(cursor().unit, level);
        step.rows.push_back({level == 0 ? "picture" : to_string(level), to_string(traced.first + 1),
                             to_string(traced.last + 1), to_string(traced.count), to_string(traced.width())});
    }
    if (!fields_shown()) {
        const Traced traced = trace(cursor().unit, lowest_level());
        step.latex = traced.count == 0 ? "\\varnothing"
                                       : to_string(traced.last + 1) + " - " + to_string(traced.first + 1) +
                                             " + 1 = " + to_string(traced.width());
        return step;
    }
    step.latex = "1";
    for (int i = 0; i < settings_.layers; ++i) {
        const auto layer = static_cast<std::size_t>(i);
        const int jump = i == 0 ? 1 : static_cast<int>(summary_.layers[layer - 1].columns.jump);
        step.latex += " + " + to_string(axes_[layer].effective_kernel - 1) + " \\cdot " + to_string(jump);
    }
    step.latex += " = " + to_string(summary_.layers.back().columns.size);
    return step;
}

std::span<const LectureExample> FieldModel::lecture_examples() const {
    constexpr const char* kThree = "layers=1&size=9&kernel1=3";
    constexpr const char* kMnist =
        "layers=5&size=28&kernel1=3&kind2=pool&kernel2=2&stride2=2&kernel3=3&"
        "kind4=pool&kernel4=2&stride4=2&kernel5=3";
    static const std::vector<LectureExample> kAll{
        {"S0-14",
         "A kernel of 3 with dilation 2",
         kLectureS0,
         "It sees as far as a kernel of 5, with nine weights and not 25. Behind "
         "the field stand the spans for "
         "dilation 1 to 4.",
         std::string(kThree) + "&dilation1=2",
         {5, 3, 5, 7, 9}},
        {"S0-14b",
         "A kernel of 5 with dilation 2",
         kLectureS0,
         "It spans 9; with dilation 1 to 4: 5, 9, 13, 17.",
         "layers=1&size=13&kernel1=5&dilation1=2",
         {9, 5, 9, 13, 17}},
        {"S0-15",
         "Stride 2",
         kLectureS0,
         "The windows stand over every second pixel: the field is 3, the step 2.",
         "layers=1&size=7&kernel1=3&stride1=2&pad1=1",
         {3, 3, 5, 7, 9}},
        {"S0-15b",
         "A kernel of 5",
         kLectureS0,
         "Five weights, five pixels.",
         "layers=1&size=9&kernel1=5",
         {5, 5, 9, 13, 17}},
        {"S0-15c",
         "Three weights with zeros between them",
         kLectureS0,
         "The same five pixels, of which two are skipped.",
         "layers=1&size=9&kernel1=3&dilation1=2",
         {5, 3, 5, 7, 9}},
        {"S2-20",
         "Dilation 1, 2, 4",
         kLectureS2,
         "The lecture shows the idea; three layers of the same nine weights see "
         "15 pixels. Without dilation it "
         "would be 7.",
         "layers=3&size=17&kernel1=3&kernel2=3&dilation2=2&kernel3=3&dilation3=4",
         {3, 7, 15, 3, 5, 7, 9}},
        {"S4-12",
         "Two kernels of 3",
         kLectureS4,
         "\"One value spreads to 3 × 3, then to 5 × 5.\"",
         "layers=2&size=7&kernel1=3&kernel2=3",
         {3, 5, 3, 5, 7, 9}},
        {"S4-13",
         "The MNIST network",
         kLectureS4,
         "Convolutions of 3 with two poolings between them: 3, 4, 8, 10, 18 "
         "pixels.",
         kMnist,
         {3, 4, 8, 10, 18, 3, 5, 7, 9}},
        {"S4-13b",
         "The same without pooling",
         kLectureS4,
         "Three kernels of 3 see 7 pixels: pooling is what makes the field grow.",
         "layers=3&size=28&kernel1=3&kernel2=3&kernel3=3",
         {3, 5, 7, 3, 5, 7, 9}},
    };
    return kAll;
}

}  // namespace shell::lesson_receptive_field
