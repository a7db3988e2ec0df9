// The lesson in words and as JSON, its worked examples and errata.
#include <array>
#include <cmath>
#include <cstdio>

#include "shell/lessons/15_by_hand/model.h"
#include "shell/lessons/lectures.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_by_hand {
namespace {

using nlohmann::json;
using std::to_string;

std::string digits(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string say(Stage stage, const cnn::HandRound& now) {
    switch (stage) {
        case Stage::kZ1:
            return "Each row times the first weights, plus the first biases.";
        case Stage::kA1:
            return "Negative sums become 0: " + to_string(now.alive) + " of 20 hidden numbers are alive.";
        case Stage::kA2:
            return "Each hidden row times the second weights, plus b2: the first height is said to be " +
                   number_text(now.a2[0]) + ".";
        case Stage::kLoss:
            return "The mean of the squared errors is " + number_text(now.loss) + ".";
        case Stage::kDA2:
            return "Backward begins: twice the error of each row.";
        case Stage::kDW2:
            return "What each hidden unit said, times how wrong the output was.";
        case Stage::kDb2:
            return "The output's bias is in every row: the gradients add up to " +
                   number_text(now.gradient[8]) + ".";
        case Stage::kDA1:
            return "The error goes back through the second weights.";
        case Stage::kDZ1:
            return now.alive == 0
                       ? "Every hidden unit is dead: nothing gets through, for any row, ever again."
                       : "It passes ReLU only where the unit was alive.";
        case Stage::kDW1:
            return "What each input was, times how wrong the hidden sum was.";
        case Stage::kDb1:
            return "The first biases: the rows' gradients added up.";
        case Stage::kUpdate:
            return "Every parameter takes a step against its gradient: b2 becomes " +
                   number_text(now.next[8]) + ".";
    }
    CNN_ASSERT(false);
}

std::string parameters_text(const std::string& what, const cnn::HandParameters& p) {
    return what + ": W1 " + list_of(std::span(p).first(4)) + "; b1 " + list_of(std::span(p).subspan(4, 2)) +
           "; W2 " + list_of(std::span(p).subspan(6, 2)) + "; b2 " + number_text(p[8]) + ".\n";
}

}  // namespace

std::string ByHandModel::stage_title() const {
    if (settings_.scaled && settings_.averaged) return "Age and weight to height, repaired";
    if (settings_.scaled) return "Age and weight to height, columns scaled";
    return settings_.averaged ? "Age and weight to height, with 1 / n"
                              : "Age and weight to height, as printed";
}

std::string ByHandModel::step_sentence() const {
    const Cursor now = cursor();
    const cnn::HandRound computed = round(now.update);
    const StageNumbers stage = numbers_of(computed, now.stage);
    return "Round " + to_string(now.update + 1) + ", " + std::string(stage.name) + " = " +
           std::string(stage.formula) + ". " + say(now.stage, computed);
}

std::string ByHandModel::place_label() const {
    const Cursor now = cursor();
    return "round " + to_string(now.update + 1) + " of " + to_string(settings_.updates) + " · " +
           std::string(numbers_of(round(now.update), now.stage).name);
}

StepText ByHandModel::step_text() const {
    const Cursor now = cursor();
    const StageNumbers stage = numbers_of(round(now.update), now.stage);
    StepText step{step_sentence(), {}, {}, {}};
    const auto columns = static_cast<std::size_t>(stage.columns);
    for (std::size_t c = 0; c < columns; ++c)
        step.columns.push_back(std::string(stage.name) + " " + to_string(c + 1));
    for (std::size_t i = 0; i < stage.values.size(); i += columns) {
        std::vector<std::string> row;
        for (std::size_t c = 0; c < columns; ++c) row.push_back(number_text(stage.values[i + c]));
        step.rows.push_back(row);
    }
    step.latex = "\\text{" + std::string(stage.name) + "}_{1} = " + number_text(stage.values.front());
    return step;
}

json ByHandModel::lesson_state() const {
    const Cursor now = cursor();
    const cnn::HandRound computed = round(now.update);
    json stages = json::object();
    for (int i = 0; i < kStages; ++i) {
        const StageNumbers stage = numbers_of(computed, static_cast<Stage>(i));
        stages[std::string(stage.name)] = matrix_json(stage.columns, stage.values);
    }
    return {{"scaled", settings_.scaled},
            {"averaged", settings_.averaged},
            {"rate", number_json(settings_.rate)},
            {"inputs", matrix_json(2, settings_.inputs)},
            {"heights", numbers_json(settings_.heights)},
            {"x", matrix_json(2, x_)},
            {"y", numbers_json(y_)},
            {"parameters", numbers_json(parameters(now.update))},
            {"final_parameters", numbers_json(history_.back())},
            {"stages", stages},
            {"alive", computed.alive},
            {"errors", numbers_json(errors_)},
            {"first_loss", number_json(loss_after(0))},
            {"last_loss", number_json(loss_after(settings_.updates))},
            {"least_squares",
             {{"constant", line_.constant},
              {"age", line_.slopes[0]},
              {"weight", line_.slopes[1]},
              {"error", line_.error}}},
            {"cursor", {{"update", now.update}, {"stage", static_cast<int>(now.stage)}}}};
}

std::string ByHandModel::lesson_sentences() const {
    const Cursor now = cursor();
    const cnn::HandRound computed = round(now.update);
    std::string text = parameters_text("Parameters", parameters(now.update));
    for (int i = 0; i < kStages; ++i) {
        const StageNumbers stage = numbers_of(computed, static_cast<Stage>(i));
        text += std::string(stage.name) + ": " + list_of(stage.values) + ".\n";
    }
    text += "After " + to_string(settings_.updates) + " updates the mean square error is " +
            number_text(errors_.back()) + ". " + parameters_text("Parameters then", history_.back());
    return text + "Least squares: " + line_text(line_) + ", mean square error " + digits(line_.error) + ".\n";
}

std::string line_text(const cnn::Line& line) {
    const auto term = [](double slope, const char* of) {
        return (slope < 0 ? " - " : " + ") + digits(std::abs(slope)) + of;
    };
    return "height = " + digits(line.constant) + term(line.slopes[0], " age") +
           term(line.slopes[1], " weight");
}

namespace {

// The lecture's start for Python's random.seed(0), (1), (2): nine numbers of random.random(), in the order of
// the parameters.
constexpr std::array<std::string_view, 3> kStarts{
    "&start=0.84442186,0.7579544,0.4205716,0.25891674,0.5112747,0.40493414,0.7837986,0.30331272,0.47659695",
    "&start=0.13436425,0.84743375,0.7637746,0.25506902,0.4954351,0.44949108,0.651593,0.78872335,0.093859587",
    "&start=0.95603424,0.94782746,0.056551367,0.0848719,0.8354988,0.73597,0.66973042,0.30813646,0.60594416"};

LectureExample as_printed(std::string_view code, std::string_view title, std::size_t seed, float first) {
    return {code,
            title,
            kLectureS0,
            "Run literally, from the numbers of a seed of Python's random: the error explodes in one update, "
            "to between 3e16 and 5e16, all hidden units die in two, and what is left is the mean height: "
            "error 70.04, the variance of the heights, and output bias 168.6, their mean. Expected: the loss "
            "before the first update and after the last one, then that bias.",
            "scaled=0&averaged=0&rate=0.01&updates=200" + std::string(kStarts[seed]),
            {first, 70.04F, 168.6F},
            0.05F,
            3};
}

}  // namespace

std::span<const LectureExample> by_hand_examples() {
    static const std::vector<LectureExample> table{
        as_printed("S0-4", "As printed, random seed 0", 0, 9182.0725F),
        as_printed("S0-4b", "As printed, random seed 1", 1, 6388.8591F),
        as_printed("S0-4c", "As printed, random seed 2", 2, 14373.140F),
        {"S0-4s",
         "Columns scaled, gradient as printed",
         kLectureS0,
         "Columns with mean 0 and deviation 1, all else as printed, seed 0: now it learns. Without the 1 / n "
         "the rate is in effect ten times as large. Expected: the loss before the first update and after the "
         "last one, in units of the scaled heights, then the output bias.",
         "scaled=1&averaged=0&rate=0.01&updates=1000" + std::string(kStarts[0]),
         {3.952914F, 0.0091173F, 0.7666411F},
         5e-5F,
         3},
        {"S0-4r",
         "Repaired: columns scaled, gradient divided by n",
         kLectureS0,
         "The same start, rate and updates, but with the gradient of the loss that is printed: each step is "
         "a tenth, and the loss after 1000 of them is 0.025 instead of 0.009. Times the variance 70.04 that "
         "is less than the 4.665 that the line of least squares leaves: the bend of ReLU can do better. "
         "Expected: first loss, last loss, output bias.",
         "scaled=1&averaged=1&rate=0.01&updates=1000" + std::string(kStarts[0]),
         {3.952914F, 0.0246522F, 0.9764531F},
         5e-5F,
         3},
    };
    return table;
}

std::span<const Erratum> by_hand_errata() {
    static constexpr Erratum kErrata[] = {
        {"E5", kLectureS0, "The loss is the mean of the squares, the gradient is 2 (A2 - y).",
         "scaled=1&averaged=0&rate=0.01&updates=200&t=4",
         "The gradient of a mean has the mean's 1 / n: 2 (A2 - y) / 10. As printed every gradient is ten "
         "times too large; switch the division on and compare db2. S0-4s and S0-4r differ in nothing else: "
         "after 1000 updates 0.009 against 0.025."},
        {"E6", kLectureS0, "Ages and weights as they are, with the rate 0.01.",
         "scaled=0&averaged=0&rate=0.01&updates=200&t=32",
         "Inputs of 25 to 88 make the first update far too large. The error jumps to between 3e16 and "
         "5e16, in the third round no hidden unit is alive, and the network says the mean height for "
         "everybody."},
        {"E36", kLectureS4, "House prices are predicted by a KerasClassifier, which is handed a built model.",
         "example=S0-4s&t=11990",
         "A price is a number, as the height is here: that is a regression, and its wrapper is "
         "KerasRegressor, which is handed the function that builds the model. A classifier is judged by how "
         "often it hits exactly: of the ten heights here none, though the mean square error is only 0.64 "
         "cm²."},
        {"E46", kLectureS0, "The listing begins with the network: no import of numpy, no X and y.",
         "scaled=0&averaged=0&updates=200&t=0",
         "It does not run as it stands. X are the columns age and weight, y is the height: the grids X and y "
         "here."},
        {"E47", kLectureS0, "The formulas say W2ᵀ A1, the code A1 · W2.",
         "scaled=1&averaged=1&rate=0.1&updates=200&t=2",
         "The formulas have one example as a column, the code has examples as rows. Both are right, but not "
         "together: here, as in the code, a row of A1 times W2 is a row of A2."},
    };
    return kErrata;
}

}  // namespace shell::lesson_by_hand
