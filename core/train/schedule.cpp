// The schedules, by our own exp, log and cosine, so that every build takes the same steps.
#include "core/train/schedule.h"

#include <algorithm>
#include <string>

#include "core/base/math.h"

namespace cnn {
namespace {

using K = ScheduleKind;
constexpr ScheduleInfo kSchedules[] = {
    {K::kConstant, "constant", "Constant", "the same rate throughout"},
    {K::kStep, "step", "Steps", "times a factor every so many epochs"},
    {K::kExponential, "exponential", "Exponential", "the same factor, a little at every update"},
    {K::kCosine, "cosine", "Cosine", "down to 0 at the end, gently at both ends"},
    {K::kMilestones, "milestones", "Milestones", "times a factor at two shares of the run"},
};

double real_power(float base, double exponent) {
    return static_cast<double>(exp_f32(static_cast<float>(static_cast<double>(log_f32(base)) * exponent)));
}

// Of a run of `updates`, are `share` of them made after `made`? 0.1 and its like are no floats: an update
// that is that near is the milestone's.
bool passed_share(double made, double updates, float share) {
    constexpr double kRounding = 1e-6;  // of the run
    return made >= (static_cast<double>(share) - kRounding) * updates;
}

}  // namespace

float rate_factor(const Schedule& schedule, std::int64_t step, int steps_per_epoch, int epochs) {
    const std::int64_t last =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(epochs) * steps_per_epoch) - 1;
    const double done = static_cast<double>(std::min(step, last)) / steps_per_epoch;
    const double warmup = static_cast<double>(schedule.warmup) * steps_per_epoch;  // in updates
    const double warm = warmup > 0 ? std::min(1.0, static_cast<double>(step + 1) / warmup) : 1.0;
    const double passed = done / static_cast<double>(schedule.every);
    constexpr double kRounding = 1e-6;  // of `every`: the float 0.3 is not three tenths
    double factor = 1;
    switch (schedule.kind) {
        case ScheduleKind::kConstant:
            break;
        case ScheduleKind::kStep:
            factor = integer_power(static_cast<double>(schedule.factor),
                                   static_cast<std::int64_t>(passed + kRounding));
            break;
        case ScheduleKind::kExponential:
            factor = real_power(schedule.factor, passed);
            break;
        case ScheduleKind::kCosine:
            factor = (1 + cos_pi(done / std::max(1, epochs))) / 2;
            break;
        case ScheduleKind::kMilestones:
            for (const float share : {schedule.at, schedule.then})
                if (passed_share(done, std::max(1, epochs), share))
                    factor *= static_cast<double>(schedule.factor);
            break;
    }
    return static_cast<float>(warm * factor);
}

std::span<const ScheduleInfo> schedules() { return kSchedules; }

std::string_view schedule_name(ScheduleKind kind) { return kSchedules[static_cast<std::size_t>(kind)].name; }

std::optional<ScheduleKind> find_schedule(std::string_view name) {
    for (const ScheduleInfo& info : kSchedules)
        if (info.name == name) return info.kind;
    return std::nullopt;
}

std::string_view schedule_list() {
    static const std::string list = [] {
        std::string names;
        for (const ScheduleInfo& info : kSchedules)
            names += (names.empty() ? "" : ", ") + std::string(info.name);
        return names;
    }();
    return list;
}

}  // namespace cnn
