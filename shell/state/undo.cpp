// Undo: a list of texts and a place in it.
#include "shell/state/undo.h"

#include <utility>

#include "core/base/assert.h"

namespace shell {

void Undo::checkpoint(std::string text) {
    if (!texts_.empty() && texts_[at_] == text) return;
    if (!texts_.empty()) texts_.resize(at_ + 1);
    texts_.push_back(std::move(text));
    if (texts_.size() > limit_) texts_.pop_front();
    at_ = texts_.size() - 1;
}

void Undo::amend(std::string text) {
    if (texts_.empty()) {
        checkpoint(std::move(text));
    } else {
        texts_[at_] = std::move(text);
    }
}

const std::string& Undo::undo() {
    CNN_ASSERT(can_undo());
    return texts_[--at_];
}

const std::string& Undo::redo() {
    CNN_ASSERT(can_redo());
    return texts_[++at_];
}

const std::string& Undo::current() const {
    static const std::string kNone;
    return texts_.empty() ? kNone : texts_[at_];
}

}  // namespace shell
