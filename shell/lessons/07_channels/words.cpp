// Words of the lesson on channels. Numbers are written as the shortest text that reads back.
#include <span>

#include "shell/lessons/07_channels/model.h"
#include "shell/lessons/phrases.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"

namespace shell::lesson_channels {
namespace {

using std::to_string;

constexpr std::array<std::string_view, 3> kPlanes{"red", "green", "blue"};

// ---- the layer

std::string cell_name(const ChannelsModel& model, const Cursor& cursor) {
    return "Map " + to_string(cursor.filter + 1) + ", " + place_text(cursor.row, cursor.column) +
           (model.plan().groups > 1 ? ", group " + to_string(cursor.filter / model.plan().group_filters() + 1)
                                    : "");
}

std::vector<float> sums_so_far(const ChannelsModel& model, const Cursor& cursor) {
    std::vector<float> sums;
    for (int c = 0; c <= cursor.channel; ++c)
        sums.push_back(model.channel_sum(cursor.filter, c, cursor.row, cursor.column));
    return sums;
}

// "-2 + 1 + 2": with signs between.
std::string added(std::span<const float> numbers) {
    std::string text;
    for (const float number : numbers)
        text += text.empty() ? number_text(number)
                             : (number < 0 ? " - " : " + ") + number_text(number < 0 ? -number : number);
    return text;
}

std::string layer_sentence(const ChannelsModel& model) {
    const Cursor cursor = model.cursor();
    const std::vector<float> sums = sums_so_far(model, cursor);
    std::string text = cell_name(model, cursor) + ". ";
    if (!cursor.result) {
        const int channel = model.first_channel(cursor.filter) + cursor.channel;
        const int products = model.plan().window.y.kernel * model.plan().window.x.kernel;
        return text + "Channel " + to_string(channel + 1) + ": " + count_of(products, "product", "products") +
               " with its own weights " + (products == 1 ? "make " : "add up to ") +
               number_text(sums.back()) + (sums.size() > 1 ? "; the channels so far: " + added(sums) : "") +
               ".";
    }
    const auto filter = static_cast<std::size_t>(cursor.filter);
    text += "The channels' sums " + added(sums) + " and the bias " +
            number_text(model.settings().layer.bias[filter]) + " make " +
            number_text(model.sums().at(0, cursor.filter, cursor.row, cursor.column));
    if (model.settings().layer.relu)
        text += ", after ReLU " + number_text(model.output().at(0, cursor.filter, cursor.row, cursor.column));
    return text + ".";
}

StepText layer_step(const ChannelsModel& model) {
    const Cursor cursor = model.cursor();
    StepText step{model.step_sentence(), {"channel", "row", "column", "input", "weight", "product"}, {}, {}};
    const cnn::Conv2dTrace trace = model.trace(cursor.filter, cursor.row, cursor.column);
    std::vector<LatexTerm> terms;
    const int channel = model.first_channel(cursor.filter) + cursor.channel;
    for (const cnn::Conv2dTerm& term : trace.terms) {
        if (cursor.result ? term.ic > channel : term.ic != channel) continue;
        step.rows.push_back({to_string(term.ic + 1), to_string(term.iy + 1), to_string(term.ix + 1),
                             number_text(term.input), number_text(term.weight), number_text(term.product)});
        terms.push_back({{term.input, term.weight}});
    }
    step.latex = cursor.result
                     ? latex_sum(terms, trace.bias, trace.result)
                     : latex_sum(terms, 0,
                                 model.channel_sum(cursor.filter, cursor.channel, cursor.row, cursor.column));
    return step;
}

std::string layer_sentences(const ChannelsModel& model) {
    const cnn::Conv2dPlan& plan = model.plan();
    std::string text = count_of(plan.channels, "channel", "channels") + " of " +
                       to_string(plan.window.y.input) + " rows and " + to_string(plan.window.x.input) +
                       " columns, " + count_of(plan.filters, "filter", "filters") + " of " +
                       to_string(plan.window.y.kernel) + " x " + to_string(plan.window.x.kernel) + " x " +
                       to_string(plan.group_channels()) + " weights, stride " +
                       to_string(plan.window.x.stride) + ", padding " + to_string(plan.window.x.pad_before) +
                       ", " + count_of(plan.groups, "group", "groups") + ".\n";
    text += rows_text("Input", "channel", model.input().shape(), model.input().values());
    const std::size_t one = model.kernel().size() / static_cast<std::size_t>(plan.filters);
    for (int filter = 0; filter < plan.filters; ++filter)
        text += rows_text("Filter " + to_string(filter + 1), "channel", model.kernel().shape(),
                          model.kernel().values().subspan(static_cast<std::size_t>(filter) * one, one));
    text += "Bias: " + list_of(model.settings().layer.bias) + ".\n";
    return text + rows_text("Output", "map", model.output().shape(), model.output().values());
}

// ---- the count

std::string shape_words(const cnn::Shape& shape) {
    return to_string(shape.h) + " × " + to_string(shape.w) + " × " + to_string(shape.c);
}

std::string line_text(const CountLine& line) {
    return "Layer " + to_string(line.layer + 1) + ", " + line.what + ": " + line.product + " = " +
           to_string(line.value) + ".";
}

void usual_lines(const CountedLayer& layer, int index, std::vector<CountLine>& lines) {
    const cnn::LayerPlan& plan = layer.usual;
    const int kernel = plan.window.y.kernel;
    const std::string sheet = to_string(kernel) + " × " + to_string(kernel);
    const std::string filter = sheet + " × " + to_string(plan.input.c);
    const auto weights = plan.terms;
    lines.push_back({index, "one sheet of weights", sheet, std::int64_t{kernel} * kernel});
    lines.push_back({index, "one filter, a sheet for each channel", filter, weights});
    lines.push_back({index, "and its bias", filter + " + 1", weights + 1});
    lines.push_back({index, "all filters: the layer's parameters",
                     "(" + filter + " + 1) × " + to_string(plan.output.c), layer.parameters(false)});
}

void separable_lines(const CountedLayer& layer, int index, std::vector<CountLine>& lines) {
    const cnn::LayerPlan& deep = layer.depthwise;
    const cnn::LayerPlan& point = layer.pointwise;
    const int kernel = deep.window.y.kernel;
    const std::string sheet = to_string(kernel) + " × " + to_string(kernel) + " + 1";
    const auto count = [](const cnn::LayerPlan& plan) {
        return static_cast<std::int64_t>(plan.parameter_count());
    };
    lines.push_back({index, "depthwise: one sheet and its bias", sheet, deep.terms + 1});
    lines.push_back({index, "depthwise: a sheet for each channel",
                     "(" + sheet + ") × " + to_string(deep.input.c), count(deep)});
    lines.push_back({index, "1 × 1: mixes the channels",
                     "(" + to_string(point.input.c) + " + 1) × " + to_string(point.output.c), count(point)});
    lines.push_back({index, "both: the layer's parameters",
                     to_string(count(deep)) + " + " + to_string(count(point)), layer.parameters(true)});
}

// ---- the colour picture

std::string split_sentence(const ChannelsModel& model) {
    const int row = model.settings().pixel_row;
    const int column = model.settings().pixel_column;
    const int t = model.player().t;
    const std::string place = place_text(row, column);
    if (t == 0)
        return "The picture is one matrix of 400 rows, 300 columns and 3 channels. The frame marks " + place +
               ".";
    if (t > 3)
        return "400 × 300 × 3 = " + to_string(model.colours().size()) +
               " numbers: a filter for this picture has three sheets of weights, one for each channel.";
    const auto plane = static_cast<std::size_t>(t - 1);
    return "The " + std::string(kPlanes[plane]) + " channel is a matrix of 400 × 300 of its own; at " +
           place + " it holds " + number_text(model.colour(t - 1, row, column)) + ".";
}

}  // namespace

std::vector<CountLine> count_lines(std::span<const CountedLayer> stack, const StackSettings& settings) {
    std::vector<CountLine> lines;
    for (std::size_t i = 0; i < stack.size(); ++i) {
        const int index = static_cast<int>(i);
        settings.separable ? separable_lines(stack[i], index, lines) : usual_lines(stack[i], index, lines);
        const cnn::Shape& shape = stack[i].output();
        lines.push_back(
            {index, "numbers that come out", shape_words(shape), static_cast<std::int64_t>(shape.size())});
    }
    return lines;
}

std::string sentences(const ChannelsModel& model) {
    if (model.settings().topic == Topic::kWindow) return layer_sentences(model);
    if (model.settings().topic == Topic::kSplit) {
        std::string text =
            model.own_picture().empty()
                ? "A colour picture of 400 rows, 300 columns and 3 channels. "
                : "Your picture, as 400 rows, 300 columns and 3 channels; it is not in the link. ";
        for (int plane = 0; plane < 3; ++plane)
            text +=
                "The pixel's " + std::string(kPlanes[static_cast<std::size_t>(plane)]) + ": " +
                number_text(model.colour(plane, model.settings().pixel_row, model.settings().pixel_column)) +
                ". ";
        return text + "\n";
    }
    std::string text;
    for (const CountLine& line : model.lines()) text += line_text(line) + "\n";
    return text + "All layers: " + to_string(model.total_parameters()) + " parameters, " +
           to_string(model.total_products()) + " multiply-adds.\n";
}

nlohmann::json ChannelsModel::lesson_state() const { return state_json(*this); }
std::string ChannelsModel::lesson_sentences() const { return lesson_channels::sentences(*this); }

std::string ChannelsModel::stage_title() const {
    if (settings_.topic == Topic::kSplit) return "A colour picture is three matrices";
    if (settings_.topic == Topic::kCount) return "How many weights the layers learn";
    if (plan_.group_channels() == 1 && plan_.channels > 1) return "Depthwise: each filter reads one channel";
    if (plan_.groups > 1) return "Grouped: each filter reads the channels of its group";
    if (plan_.window.y.kernel == 1 && plan_.window.x.kernel == 1) return "A 1 × 1 filter mixes the channels";
    return plan_.channels == 1 ? "Each filter makes a map of its own"
                               : "One filter reads all channels and adds them up";
}

std::string ChannelsModel::step_sentence() const {
    if (settings_.topic == Topic::kSplit) return split_sentence(*this);
    if (settings_.topic == Topic::kWindow) return layer_sentence(*this);
    std::string text = line_text(lines_[static_cast<std::size_t>(player_.t)]);
    if (player_.at_end()) text += " All layers: " + count_text(total_parameters()) + " parameters.";
    return text;
}

std::string ChannelsModel::place_label() const {
    const int t = player_.t;
    if (settings_.topic == Topic::kSplit)
        return "step " + to_string(t + 1) + " of " + to_string(player_.count);
    if (settings_.topic == Topic::kCount)
        return "layer " + to_string(t / kLinesPerLayer + 1) + " of " + to_string(settings_.stack.layers);
    const Cursor at = cursor();
    const std::string cell = "cell " + to_string(at.cell + 1) + " of " + to_string(output_.size());
    if (at.result) return cell + " · result";
    return cell + " · channel " + to_string(at.channel + 1) + " of " + to_string(plan_.group_channels());
}

StepText ChannelsModel::step_text() const {
    if (settings_.topic == Topic::kWindow) return layer_step(*this);
    StepText step{step_sentence(), {}, {}, {}};
    if (settings_.topic == Topic::kCount) {
        step.columns = {"layer", "what", "product", "value"};
        for (const CountLine& line : std::span(lines_).first(static_cast<std::size_t>(player_.t) + 1))
            step.rows.push_back({to_string(line.layer + 1), line.what, line.product, to_string(line.value)});
        const CountLine& now = lines_[static_cast<std::size_t>(player_.t)];
        step.latex = latex_equation(now.product, to_string(now.value));
        return step;
    }
    step.columns = {"channel", "value"};
    for (int plane = 0; plane < std::min(player_.t, 3); ++plane)
        step.rows.push_back({std::string(kPlanes[static_cast<std::size_t>(plane)]),
                             number_text(colour(plane, settings_.pixel_row, settings_.pixel_column))});
    if (player_.t == 0 || player_.t > 3) {
        step.latex =
            latex_equation("400 × 300 × 3", player_.t == 0 ? "400 × 300 × 3" : to_string(colours_.size()));
        return step;
    }
    step.latex = "\\mathrm{" + step.rows.back()[0] + "}_{" + to_string(settings_.pixel_row + 1) + "," +
                 to_string(settings_.pixel_column + 1) + "} = " + step.rows.back()[1];
    return step;
}

}  // namespace shell::lesson_channels
