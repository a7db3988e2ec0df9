// What every test of the trainer does: all jobs of what was begun, one after the other.
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

}  // namespace cnn::testing
