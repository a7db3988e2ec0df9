// Result<T>: a value, or a sentence that a learner can read. Used for every impossible request and every
// piece of data from outside; core is built without exceptions.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/base/assert.h"

namespace cnn {

// Why something cannot be done. `sentence` is complete ("The stride is 0; it must be at least 1.").
// Where the cause is a place in a text (a network's spec, a link), [at, at + length) are its bytes; at < 0:
// none.
struct Error {
    std::string sentence;
    int at = -1;
    int length = 0;
};

template <class T>
class [[nodiscard]] Result {
 public:
    Result(T value) : held_(std::move(value)) {}
    Result(Error error) : held_(std::move(error)) {}

    bool ok() const { return std::holds_alternative<T>(held_); }
    explicit operator bool() const { return ok(); }

    const T& value() const& {
        CNN_ASSERT(ok());
        return *std::get_if<T>(&held_);
    }
    T& value() & {
        CNN_ASSERT(ok());
        return *std::get_if<T>(&held_);
    }
    T&& value() && {
        CNN_ASSERT(ok());
        return std::move(*std::get_if<T>(&held_));
    }
    const Error& error() const {
        CNN_ASSERT(!ok());
        return *std::get_if<Error>(&held_);
    }

 private:
    std::variant<T, Error> held_;
};

struct Nothing {};
using Status = Result<Nothing>;
inline Status success() { return Nothing{}; }

}  // namespace cnn
