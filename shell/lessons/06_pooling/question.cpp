// "Which number comes out?", asked when the window arrives at a cell, and the slips that an answer shows.
#include <cmath>
#include <string>

#include "shell/lessons/06_pooling/model.h"

namespace shell::lesson_pooling {
namespace {

using cnn::PoolKind;

struct Asked {
    const PoolingModel& model;
    const Cursor& cursor;
    Question& question;

    void add(PoolKind kind, const cnn::Pool2dPlan& plan, const char* why) const {
        const float value =
            cnn::trace_pool2d(kind, plan, model.input(), cursor.channel, cursor.row, cursor.column).result;
        if (std::isfinite(value)) question.mistakes.push_back({static_cast<double>(value), why});
    }
};

void kind_mistakes(const Asked& asked) {
    const PoolKind kind = asked.model.settings().kind;
    const cnn::Pool2dPlan& plan = asked.model.plan();
    if (kind == PoolKind::kAverage)
        asked.add(PoolKind::kSum, plan, "That is the sum; an average is divided by the number of pixels.");
    if (kind == PoolKind::kL2) {
        const float squares = asked.model.trace(asked.cursor).terms.back().partial;
        asked.question.mistakes.push_back(
            {static_cast<double>(squares), "That is the sum of the squares; the root is still to be taken."});
    }
    const struct {
        PoolKind kind;
        const char* why;
    } others[] = {{PoolKind::kMax, "That is the largest number of the window: maximum pooling."},
                  {PoolKind::kMin, "That is the smallest number of the window: minimum pooling."},
                  {PoolKind::kAverage, "That is the average of the window."},
                  {PoolKind::kSum, "That is the sum of the window."}};
    for (const auto& other : others)
        if (other.kind != kind) asked.add(other.kind, plan, other.why);
}

// An average at the edge by another rule, or a maximum that took the padding for zeros.
void edge_mistakes(const Asked& asked) {
    const PoolKind kind = asked.model.settings().kind;
    if (kind == PoolKind::kAverage) {
        for (const cnn::MeanCount count :
             {cnn::MeanCount::kInside, cnn::MeanCount::kPadded, cnn::MeanCount::kKernel}) {
            if (count == asked.model.settings().count) continue;
            cnn::Pool2dPlan plan = asked.model.plan();
            plan.mean_count = count;
            asked.add(kind, plan,
                      count == cnn::MeanCount::kInside
                          ? "That divides by the pixels of the picture alone; this rule counts padding too."
                          : "That counts padding pixels that this rule does not divide by.");
        }
    }
    if (asked.model.by_winner()) {
        const cnn::PoolTrace trace = asked.model.trace(asked.cursor);
        for (const cnn::PoolTerm& term : trace.terms)
            if (term.padding)
                return asked.question.mistakes.push_back(
                    {0, "The padding never wins: it counts as no number, not as a zero."});
    }
}

void window_mistakes(const Asked& asked) {
    const auto add = [&](const cnn::Pool2dPlan& wrong, const char* why) {
        if (!(wrong.window == asked.model.window())) asked.add(asked.model.settings().kind, wrong, why);
    };
    cnn::Pool2dPlan wrong = asked.model.plan();
    wrong.window.y.stride = wrong.window.x.stride = 1;
    add(wrong, "That window is where stride 1 would put it.");
    wrong = asked.model.plan();
    wrong.window.y.pad_before = wrong.window.x.pad_before = 0;
    add(wrong, "That ignores the padding: the first window begins outside the picture.");
    for (const int by : {1, -1}) {
        for (cnn::AxisPlan cnn::WindowPlan::*axis : {&cnn::WindowPlan::y, &cnn::WindowPlan::x}) {
            wrong = asked.model.plan();
            (wrong.window.*axis).pad_before += by;
            add(wrong, "That window is off by one pixel.");
        }
    }
}

}  // namespace

std::optional<Question> PoolingModel::question(int t) const {
    if (t % steps_per_part() != 0) return std::nullopt;
    const Cursor cursor = cursor_at(t);
    Question question;
    question.prompt = "Row " + std::to_string(cursor.row + 1) + ", column " +
                      std::to_string(cursor.column + 1) + " of the output" +
                      (settings_.channels > 1 ? ", channel " + std::to_string(cursor.channel + 1) : "") +
                      ": which number comes out?";
    question.answer = static_cast<double>(output_.at(0, cursor.channel, cursor.row, cursor.column));
    question.shown_at = t + pixels_per_cell();
    const Asked asked{*this, cursor, question};
    kind_mistakes(asked);
    edge_mistakes(asked);
    window_mistakes(asked);
    return question;
}

}  // namespace shell::lesson_pooling
