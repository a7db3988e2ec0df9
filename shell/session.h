// The open lesson with its link, undo and message: the program without its picture. The command line,
// window.convolab, the tests and the App all drive the same Session.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/lessons/registry.h"
#include "shell/state/field_visitors.h"
#include "shell/state/undo.h"

namespace shell {

class Session {
 public:
    // Opens the first of `entries`, which must outlive the session.
    explicit Session(std::span<const LessonEntry> entries = lessons());

    // "lesson=convolution&example=S2-8&t=5" (a leading '#' is fine). The example, or else the lesson's first
    // state, is opened and the other keys are set over it. On an error nothing changes and the sentence says
    // which field, what it was and which limit holds. Unknown keys and newer versions (v=2) are ignored and
    // named in message().
    cnn::Status open(std::string_view link);
    // The whole state as a link: canonical order; fields that are as the example (or the first state) has
    // them left out.
    std::string link();

    // {"lesson", "title", "example", "link", "message", "fields": [...], ...the lesson's own}; "example" is
    // its code, unless the lesson has an object of its own under that name.
    nlohmann::json state();
    std::string sentences();

    // The lesson's commands and the session's own: "undo", "redo", "reset", "open-lesson" {"slug"},
    // "open-example" {"code"}, "set" {"key", "value"}, "follow" {"link"}: a link that names a lesson or an
    // example is opened; another one's fields are set in the lesson as it stands. Another example of the same
    // lesson leaves the field "predict" as it is. "save-picture" {"as": svg or png}. An error leaves
    // everything unchanged.
    cnn::Status command(std::string_view name, const nlohmann::json& args = nlohmann::json::object());

    // Makes the state an undo step when it differs from the last one; call when it is at rest. Where only the
    // playhead (the field "t") moved, the last step is amended, so that undo goes back edit by edit.
    void checkpoint();
    // Nothing before this state can be undone: called when the link that the program was started with is
    // open.
    void begin_history();
    bool can_undo() { return undo_.can_undo() || link() != undo_.current(); }
    bool can_redo() const { return undo_.can_redo(); }

    // "svg" or "png" after "save-picture", once.
    std::string take_picture_wish() { return std::exchange(picture_wish_, {}); }
    bool wants_picture() const { return !picture_wish_.empty(); }

    const LessonEntry& entry() const { return *desk_->entry; }
    LessonModel& lesson() { return *desk_->model; }
    const std::string& example() const {
        return desk_->example;
    }  // code of the example it started from; empty: none
    const std::string& message() const { return message_; }  // last refusal or note; empty: none
    void say(std::string sentence) { message_ = std::move(sentence); }

 private:
    using Fields = std::vector<FieldInfo>;
    // A lesson that was opened in this session. It stays as it was left while another one is open.
    struct Desk {
        const LessonEntry* entry = nullptr;
        std::unique_ptr<LessonModel> model;
        std::string example;
        std::map<std::string, Fields, std::less<>>
            starts;  // fields of an example just opened; "": of the lesson
    };

    cnn::Result<Desk*> desk(std::string_view slug);
    cnn::Result<const Fields*> start(Desk& desk, std::string_view example);
    cnn::Status open_text(std::string_view link, std::size_t max_bytes);
    cnn::Status own_command(std::string_view name, const nlohmann::json& args, bool& known);
    cnn::Status set(const nlohmann::json& args);
    cnn::Status follow(std::string_view link);
    cnn::Status travel(bool back);
    cnn::Status open_lesson(std::string_view slug);

    std::span<const LessonEntry> entries_;
    std::map<std::string, Desk, std::less<>> desks_;  // by slug; addresses stay
    Desk* desk_ = nullptr;
    Undo undo_;
    std::string message_;
    std::string picture_wish_;
};

// The first line of lesson.md without its "# ".
std::string_view title_of(const LessonEntry& entry);
// The second line of lesson.md, "group: See it"; lessons of one group stand together.
std::string_view group_of(const LessonEntry& entry);
// What the lesson is: the first paragraph of lesson.md in one line.
std::string lead_of(const LessonEntry& entry);

// The link that shows an erratum's evidence.
std::string evidence_link(const LessonEntry& entry, const Erratum& erratum);

// The link that opens an example, and the one that opens it at its last step, where all its numbers are
// shown; a lesson without steps shows them at once.
std::string example_link(const LessonEntry& entry, std::string_view code);
std::string end_link(const LessonEntry& entry, std::string_view code);

// {"lessons": [{"slug", "title", "group", "link", "examples": [{"code", "title", "source", "link", "end"}],
//               "errata": [{"code", "source", "printed", "right", "link"}]}]}
nlohmann::json list_lessons(std::span<const LessonEntry> entries = lessons());

}  // namespace shell
