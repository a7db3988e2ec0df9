// What every test of the trainer does: all jobs of what was begun, one after the other, and whole updates.
#pragma once

#include "core/train/trainer.h"

namespace cnn::testing {

inline void finish(Trainer& trainer) {
    while (trainer.busy()) {
        for (int job = 0; job < trainer.jobs(); ++job)
            while (trainer.advance_job(job)) {
            }
        trainer.collect();
    }
}

// Until that many updates are made or the network diverges.
inline void train(Trainer& trainer, int updates) {
    for (int i = 0; i < updates && !trainer.divergence(); ++i) {
        trainer.begin_step();
        finish(trainer);
    }
}

}  // namespace cnn::testing
