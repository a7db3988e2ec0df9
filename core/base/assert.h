// CNN_ASSERT: a broken promise of our own code. It stays on in release builds, because a wrong number shown
// to a learner is worse than a stopped page. Bad input from outside is never an assertion: that is Result<T>.
#pragma once

namespace cnn {
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);
}

#define CNN_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::cnn::assertion_failed(#condition, __FILE__, __LINE__))
