// Dropout sample by sample, each with a generator of its own.
#include "core/ops/dropout/dropout.h"

#include "core/base/assert.h"

namespace cnn {
namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): neighbouring numbers become unrelated ones.
std::uint64_t scramble(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

}  // namespace

Rng dropout_generator(const DropoutStream& stream, std::uint64_t sample) {
    const std::uint64_t key = scramble(scramble(scramble(stream.seed) ^ stream.step) ^ stream.layer);
    return Rng(key ^ sample, scramble(key) ^ sample);
}

void dropout_forward(float rate, const DropoutStream& stream, std::uint64_t first, int n, std::size_t size,
                     const float* x, float* y) {
    CNN_ASSERT(rate >= 0.0F && rate <= 1.0F);
    const auto dropped_below = static_cast<std::uint64_t>(static_cast<double>(rate) * 4294967296.0);
    const float scale = rate < 1.0F ? 1.0F / (1.0F - rate) : 0.0F;
    for (int i = 0; i < n; ++i, x += size, y += size) {
        Rng rng = dropout_generator(stream, first + static_cast<std::uint64_t>(i));
        for (std::size_t at = 0; at < size; ++at) {
            const float kept = x[at] * scale;
            y[at] = rng.next() < dropped_below ? 0.0F : kept;
        }
    }
}

void dropout_backward(float rate, const DropoutStream& stream, std::uint64_t first, int n, std::size_t size,
                      const float* dy, float* dx) {
    dropout_forward(rate, stream, first, n, size, dy, dx);  // the same mask, the same factor
}

}  // namespace cnn
