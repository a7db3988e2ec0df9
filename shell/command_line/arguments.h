// What the command line asks for, read once and checked; CLI11 behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/train/training_config.h"

namespace shell {

struct TrainArguments {
    std::string network;  // of the zoo; empty: the spec alone says what is trained
    std::string spec;     // the network in the spec language; empty: the zoo's
    std::string
        data;  // "mnist", "digits"; empty: what the network is for, the digits where only a spec is given
    // What is not given is as the lecture has it.
    std::optional<std::string> optimizer;
    std::optional<float> rate;
    cnn::OptimizerConstants constants;
    std::optional<int> batch;
    std::optional<int> epochs;
    std::optional<std::string> loss;
    std::optional<std::string> schedule;
    std::optional<float> factor;
    std::optional<float> at;
    std::optional<float> then;
    std::optional<float> warmup;
    std::optional<float> l2;
    std::optional<float> shift;
    std::optional<bool> keep_best;
    std::optional<bool> flip;
    std::optional<bool> standardise;  // not given: as the weights' network learned, else not
    std::optional<int> validation;
    cnn::TrainingConfig
        rules;          // `every`, L1, clipping, patience and the rest of the augmentation; no more of it
    std::string label;  // the class's column in a table; empty: the last
    std::string image = "28x28";       // what pictures of a folder are shrunk to; "3x32x32" keeps colours
    float test_share = 0.2F;           // of data that come as one
    std::string weights;               // file to begin with; empty: from the seed
    std::vector<std::string> exports;  // files to write at the end, their formats told by their endings
    std::string answers;               // .npz of test images and what the network gives; empty: none
    std::uint64_t seed = 1;
    int limit = 0;    // images; 0: all
    int threads = 0;  // 0: without a worker
};

struct WindowArguments {
    std::string picture;        // a file to open
    std::string screenshot;     // PNG file to write at the end; empty: none
    std::optional<int> frames;  // to draw before it ends; 0: until the window is closed
    int width = 1280;           // of the window, in points
    int height = 800;
};

struct Arguments {
    bool json = false;
    bool text = false;
    bool list = false;
    std::string network;  // print the table of its layers: a name of the zoo, or layers as text
    std::string link;
    std::vector<std::string>
        commands;      // done once the link is open: "next-term", "set {\"key\": ..., \"value\": ...}"
    std::string help;  // not empty: this is wanted and nothing else
    std::optional<TrainArguments> train;
    std::string data_directory;  // empty: CONVOLAB_DATA, or build/data
    std::string program;         // the path of the program itself; filled in by main
    WindowArguments window;

    // True when the answer is text on standard output; otherwise a window is wanted.
    bool without_window() const { return !help.empty() || list || json || text || train || !network.empty(); }
};

// The arguments of main, or one sentence that says which is wrong.
cnn::Result<Arguments> read_arguments(int count, const char* const* values);

}  // namespace shell
