// The open lesson with its link, undo and message: the program without its picture. The command line, window.convolab,
// the tests and the App all drive the same Session.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "shell/lessons/registry.h"
#include "shell/state/undo.h"

namespace shell {

class Session {
 public:
    Session();

    // "lesson=convolution&example=S2-8&t=5" (a leading '#' is fine). On an error nothing changes and the sentence
    // says which field, what it was and which limit holds. Unknown keys are ignored and named in message().
    cnn::Status open(std::string_view link);
    // The whole state as a link, canonical order, fields at their defaults left out.
    std::string link();

    nlohmann::json state();  // {"lesson": slug, "link": ..., "message": ..., ...the lesson's own}
    std::string sentences();

    // The lesson's commands and the session's own: "undo", "redo", "reset", "open-lesson" {"slug"}, "set" {"key", "value"}.
    cnn::Status command(std::string_view name, const nlohmann::json& args = nlohmann::json::object());

    // Takes a checkpoint for undo when the link changed since the last one; call when the state is at rest.
    void checkpoint();

    const LessonEntry& entry() const { return *entry_; }
    LessonModel& lesson() { return *model_; }
    const std::string& message() const { return message_; }  // last refusal or note; empty: none
    void say(std::string sentence) { message_ = std::move(sentence); }

 private:
    const LessonEntry* entry_;
    std::unique_ptr<LessonModel> model_;
    Undo undo_;
    std::string message_;
};

// {"lessons": [{"slug", "title", "examples": [{"code", "title", "link"}]}]}
nlohmann::json list_lessons();

}  // namespace shell
