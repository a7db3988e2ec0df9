// Predict, then reveal: a question about the next number, what is said to a wrong answer, and the score.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace shell {

// A number that a known slip leads to.
struct Mistake {
    double value = 0;
    std::string why;  // "That is the sum without the bias of 1."
};

struct Question {
    std::string prompt;  // "Row 2, column 3 of the output: what will it be?"
    double answer = 0;
    int shown_at = 0;               // the step that shows it: where the playhead goes then
    std::vector<Mistake> mistakes;  // the first whose value was given explains it
    std::vector<double> also{};     // other right answers: "which stride gives 3?" may have several
    bool counted = false;           // a number of things: every digit of it is asked for
};

// Whether `given` is `number` as far as it is asked for: to three significant digits; a whole number below a
// million, which the screen writes out, and what was counted to every digit. 0 is right only for 0 or what
// float32 leaves of it.
bool same_number(double given, double number, bool counted = false);

// The first answer to a question counts; asking again after a wrong one does not.
struct Score {
    int asked = 0;
    int right = 0;
};

// One lesson's questions. While one is open the learner has not seen the step that it is about.
class Quiz {
 public:
    bool on = false;  // questions are asked

    const Question* open() const { return open_ ? &*open_ : nullptr; }
    const std::string& verdict() const { return verdict_; }  // of the last answer; empty: none yet
    const Score& score() const { return score_; }

    void ask(Question question);  // the question that is open already stays as it stands
    void close();                 // without an answer: it then does not count
    // True: right, and the question is closed. Otherwise verdict() says what is wrong.
    bool answer(double given);
    void reveal();  // counts as a wrong answer unless there was one

    // "12/15", to be kept; what cannot be read is no score.
    std::string kept() const;
    void restore(std::string_view kept);

    nlohmann::json json() const;  // {"on", "prompt" or null, "verdict", "asked", "right"}; never the answer

 private:
    void count(bool right);

    std::optional<Question> open_;
    bool counted_ = false;
    std::string verdict_;
    Score score_;
};

}  // namespace shell
