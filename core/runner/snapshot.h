// What the screen may know of a run: one immutable value, made by the runner, read by the picture.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/net/network.h"
#include "core/train/curve.h"
#include "core/train/divergence.h"
#include "core/train/evaluation.h"

namespace cnn {

enum class RunState { kIdle, kTraining, kPaused, kEvaluating, kFinished, kDiverged };

struct EpochRow {
    int epoch = 0;  // counted from 1
    float train_loss = 0;
    float train_accuracy = 0;
    float validation_loss = 0;
    float validation_accuracy = 0;
    double images_per_second = 0;
    double seconds = 0;
    std::uint64_t parameters_hash = 0;
    float rate = 0;  // of its last update
};

struct Snapshot {
    std::uint64_t version = 0;  // grows with every published snapshot
    std::uint64_t run = 0;      // Configure::run of the run that this belongs to; 0 before the first
    RunState state = RunState::kIdle;
    std::int64_t step = 0;  // updates made
    int steps_per_epoch = 0;
    int epoch = 0;               // completed epochs
    int epochs = 0;              // wanted
    float loss = 0;              // of the last step's batch
    float accuracy = 0;          // of the last step's batch
    float rate = 0;              // the config's, before its schedule
    int best_epoch = 0;          // whose validation loss was lowest so far, counted from 1; 0: none yet
    bool stopped_early = false;  // before all epochs, because that loss no longer fell
    double images_per_second = 0;
    double seconds = 0;       // spent training
    double seconds_left = 0;  // estimate until `epochs` are done
    std::int64_t memory_bytes = 0;
    using Points = std::vector<CurvePoint>;
    std::shared_ptr<const Points> training_curve = std::make_shared<const Points>();    // never null
    std::shared_ptr<const Points> validation_curve = std::make_shared<const Points>();  // never null
    std::shared_ptr<const std::vector<EpochRow>> rows =
        std::make_shared<const std::vector<EpochRow>>();  // never null
    std::shared_ptr<const Network> network;        // weights as of `step`; null before the first Configure
    std::shared_ptr<const Evaluation> evaluation;  // of the test images; null before the first
    std::shared_ptr<const Divergence> divergence;  // null unless state == kDiverged
    std::uint64_t parameters_hash = 0;             // of `network`; 0 while training runs (it costs time)
    std::string refusal;  // why the last command was refused ("The network gives 5 classes, ..."); else empty
};

}  // namespace cnn
