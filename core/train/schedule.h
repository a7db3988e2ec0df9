// How the learning rate changes over a run. e: epochs done, with fractions (updates made / updates per
// epoch); E: epochs of the run.
//
//   constant     1
//   step         factor^floor(e / every)
//   exponential  factor^(e / every)
//   cosine       (1 + cos(pi e / E)) / 2        Loshchilov and Hutter 2016, without restarts
//   milestones   factor^([e >= at E] + [e >= then E])   He and others 2015: at 1/2 and 3/4 of the run
//
// times the warm-up, min(1, (e + one update) / warmup): from nearly 0 up to the rate in a straight line
// (Goyal 2017).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cnn {

enum class ScheduleKind {
    kConstant,
    kStep,
    kExponential,
    kCosine,
    kMilestones
};  // in the order of the table

struct Schedule {
    ScheduleKind kind = ScheduleKind::kConstant;
    float factor = 0.5F;  // all but constant and cosine; in (0, 1]
    float every = 1;      // epochs per factor
    float warmup = 0;     // epochs; 0: none
    float at = 0.5F;      // milestones, as shares of the run from 0 to 1; 1: never
    float then = 0.75F;
    bool operator==(const Schedule&) const = default;
};

// What the rate is multiplied by for the update that follows `step` updates, of a run of `epochs` epochs with
// `steps_per_epoch` updates each. Beyond the run's end it stays as at its last update.
float rate_factor(const Schedule& schedule, std::int64_t step, int steps_per_epoch, int epochs);

struct ScheduleInfo {
    ScheduleKind kind;
    std::string_view name;    // as links and the command line say it
    std::string_view title;   // as a menu says it
    std::string_view remark;  // a few words for beside the title
};
std::span<const ScheduleInfo> schedules();
std::string_view schedule_name(ScheduleKind kind);
std::optional<ScheduleKind> find_schedule(std::string_view name);
std::string_view schedule_list();  // "constant, ..., milestones", for sentences

}  // namespace cnn
