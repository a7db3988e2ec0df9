#include "core/ops/dropout/trace.h"

#include "core/base/rng.h"

namespace cnn {

DropoutTrace trace_dropout(float rate, const DropoutStream& stream, std::uint64_t sample, std::size_t at,
                           float input) {
    Rng rng = dropout_generator(stream, sample);
    for (std::size_t i = 0; i < at; ++i) rng.next();
    DropoutTrace trace;
    trace.input = input;
    trace.draw = rng.next() / 4294967296.0;
    trace.kept = trace.draw >= static_cast<double>(rate);
    trace.scale = rate < 1.0F ? 1.0F / (1.0F - rate) : 0.0F;
    trace.result = trace.kept ? input * trace.scale : 0.0F;
    return trace;
}

}  // namespace cnn
