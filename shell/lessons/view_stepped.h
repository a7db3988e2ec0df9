// The picture of a stepped lesson: what is the same in all of them. A lesson draws its stage and its
// controls.
#pragma once

#include <set>
#include <string>

#include "shell/lessons/stepped_model.h"
#include "shell/lessons/view.h"

namespace shell {

class SteppedView : public LessonView {
 public:
    explicit SteppedView(SteppedModel& model) : model_(model) {}

    bool has_header() const final { return !model_.examples().empty(); }
    void header(Ui& ui) final;  // the worked examples
    void stage(Ui& ui) final;   // title and current step, an open question, then the lesson's own
    void controls(
        Ui& ui) final;  // the open example, the lesson's own, questions, errata, the step to take along
    void transport(Ui& ui) final;

 protected:
    virtual void draw_stage(Ui& ui) = 0;
    virtual void draw_controls(Ui& ui) = 0;
    virtual void draw_lecture(Ui& ui);              // of the open example; nothing where there is none
    virtual float usual_pace() const { return 2; }  // steps per second that the speed menu calls 1x

 private:
    void question(Ui& ui);
    void quiz_controls(Ui& ui);
    void errata(Ui& ui);
    void take_along(Ui& ui);

    SteppedModel& model_;
    std::string typed_;             // the answer so far
    std::string prompt_;            // that it belongs to
    std::set<std::string> solved_;  // errata whose right form is shown
};

// In the place of a lecture's numbers while the learner is asked for them.
void expected_later(Ui& ui);

// A sentence with true minus signs.
std::string with_minus(std::string text);

}  // namespace shell
