// Reads the window in the wrong ways that learners know.
#include "shell/lessons/window_slips.h"

namespace shell {

void add_window_slips(const cnn::WindowPlan& window,
                      const std::function<float(const cnn::WindowPlan&)>& value, Question& question) {
    const auto add = [&](const cnn::WindowPlan& wrong, const char* why) {
        if (!(wrong == window)) question.mistakes.push_back({static_cast<double>(value(wrong)), why});
    };
    cnn::WindowPlan wrong = window;
    wrong.y.stride = wrong.x.stride = 1;
    add(wrong, "That window is where stride 1 would put it.");
    wrong = window;
    wrong.y.pad_before = wrong.x.pad_before = 0;
    add(wrong, "That is the window without padding: here the first window begins outside the input.");
    wrong = window;
    wrong.y.dilation = wrong.x.dilation = 1;
    add(wrong, "That is the window without dilation: here there are gaps between its pixels.");
    for (const int by : {1, -1}) {
        for (cnn::AxisPlan cnn::WindowPlan::*axis : {&cnn::WindowPlan::y, &cnn::WindowPlan::x}) {
            if ((window.*axis).input == 1) continue;  // a single row has no neighbours
            wrong = window;
            (wrong.*axis).pad_before += by;
            add(wrong, "That window is off by one pixel.");
        }
    }
}

}  // namespace shell
