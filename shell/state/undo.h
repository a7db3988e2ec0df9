// Undo: the states of a session as link texts, and where in them the learner stands.
#pragma once

#include <deque>
#include <string>

namespace shell {

class Undo {
 public:
    // Keeps at most `limit` texts; the oldest are forgotten first.
    explicit Undo(std::size_t limit = 200) : limit_(limit < 1 ? 1 : limit) {}

    // The state is now `text`. A text equal to the current one is no step; any other cuts off what could be
    // redone.
    void checkpoint(std::string text);
    // The state is now `text`, but that is no step of its own: the current text is replaced (a moved
    // playhead).
    void amend(std::string text);

    bool can_undo() const { return at_ > 0; }
    bool can_redo() const { return at_ + 1 < texts_.size(); }
    // One step back or forward: the text to open. Only when can_undo() / can_redo().
    const std::string& undo();
    const std::string& redo();

    // The text of the last checkpoint, undo or redo; empty before the first.
    const std::string& current() const;

 private:
    std::deque<std::string> texts_;
    std::size_t at_ = 0;
    std::size_t limit_;
};

}  // namespace shell
