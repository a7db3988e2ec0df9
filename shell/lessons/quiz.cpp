// Judges answers and counts the first one to each question.
#include "shell/lessons/quiz.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shell/state/field_text.h"

namespace shell {
namespace {

constexpr int kMostCounted = 1000000;

// The most that an answer may differ from `number`.
double allowance(double number, bool counted) {
    constexpr double kNothing = 1e-7;    // what a sum in float32 that should be 0 may be
    constexpr double kRoundOff = 1e-6;   // of a number that is typed as float32
    constexpr double kWrittenOut = 1e6;  // from here on the screen rounds whole numbers too
    const double size = std::fabs(number);
    if (size <= kNothing) return kNothing;
    if (counted || (size < kWrittenOut && std::trunc(number) == number)) return kRoundOff * size;
    const double third_digit = std::pow(10.0, std::floor(std::log10(size)) - 2);
    return third_digit / 2 + kRoundOff * size;
}

bool is_right(double given, const Question& question) {
    return same_number(given, question.answer, question.counted) ||
           std::any_of(question.also.begin(), question.also.end(),
                       [&](double right) { return same_number(given, right, question.counted); });
}

// "Right. So would be: 3, 4." where there were other answers.
std::string praise(double given, const Question& question) {
    std::string others;
    const auto add = [&](double right) {
        if (same_number(given, right, question.counted)) return;
        others += (others.empty() ? "" : ", ") + number_text(static_cast<float>(right));
    };
    if (!question.also.empty()) add(question.answer);
    for (const double right : question.also) add(right);
    return others.empty() ? "Right." : "Right. So would be: " + others + ".";
}

}  // namespace

bool same_number(double given, double number, bool counted) {
    return std::fabs(given - number) <= allowance(number, counted);
}

void Quiz::ask(Question question) {
    if (open_ && open_->prompt == question.prompt && open_->answer == question.answer) return;
    open_ = std::move(question);
    counted_ = false;
    verdict_.clear();
}

void Quiz::close() {
    open_.reset();
    verdict_.clear();
}

bool Quiz::answer(double given) {
    if (!open_) return false;
    const bool right = is_right(given, *open_);
    count(right);
    if (right) {
        const std::string words = praise(given, *open_);
        close();
        verdict_ = words;
        return true;
    }
    const auto known = std::find_if(open_->mistakes.begin(), open_->mistakes.end(), [&](const Mistake& one) {
        return same_number(given, one.value, open_->counted);
    });
    verdict_ = known != open_->mistakes.end() ? known->why : "Not yet: go through the terms once more.";
    return false;
}

void Quiz::reveal() {
    if (!open_) return;
    count(false);
    close();
}

void Quiz::count(bool right) {
    if (std::exchange(counted_, true)) return;
    score_.asked = std::min(score_.asked + 1, kMostCounted);
    score_.right = std::min(score_.right + (right ? 1 : 0), score_.asked);
}

std::string Quiz::kept() const {
    return score_.asked == 0 ? std::string()
                             : std::to_string(score_.right) + "/" + std::to_string(score_.asked);
}

void Quiz::restore(std::string_view kept) {
    const std::size_t slash = kept.find('/');
    if (slash == std::string_view::npos) return;
    const auto right = read_integer("right", kept.substr(0, slash), 0, kMostCounted);
    const auto asked = read_integer("asked", kept.substr(slash + 1), 0, kMostCounted);
    if (right && asked && right.value() <= asked.value()) score_ = {asked.value(), right.value()};
}

nlohmann::json Quiz::json() const {
    return {{"on", on},
            {"prompt", open_ ? nlohmann::json(open_->prompt) : nlohmann::json(nullptr)},
            {"verdict", verdict_},
            {"asked", score_.asked},
            {"right", score_.right}};
}

}  // namespace shell
