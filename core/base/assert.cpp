// The end of a run whose own promises were broken: one line that names the promise, then abort.
#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace cnn {

void assertion_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, condition);
    std::abort();
}

}  // namespace cnn
