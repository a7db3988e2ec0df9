// The training lesson with a runner that works inside the calls, for tests that want its numbers.
#pragma once

#include "shell/lessons/17_mnist/model.h"
#include "shell/state/field_visitors.h"

namespace shell::lesson_mnist {

inline MnistModel sliced_model() {
    return MnistModel([] { return StartedRunner{cnn::make_sliced_runner(), false}; });
}

// Works until the run rests; the limit is for runs that never end.
inline void run_to_rest(MnistModel& model) {
    model.advance(0);
    for (int i = 0; i < 100000 && model.work(20); ++i) model.advance(0);
    model.advance(0);
}

// Sets a field as a link or a control does.
inline cnn::Status set(MnistModel& model, std::string key, std::string value) {
    const std::vector<LinkPair> pair{{std::move(key), std::move(value)}};
    FieldWriter writer(pair);
    model.fields(writer);
    if (!writer.status()) return writer.status();
    return model.settle();
}

}  // namespace shell::lesson_mnist
