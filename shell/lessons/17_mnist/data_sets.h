// The data sets that the lesson knows: what each holds, which networks suit it, and where its images come
// from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/train/dataset.h"

namespace shell::lesson_mnist {

struct DataSet {
    std::string slug = {};   // "mnist"
    std::string title = {};  // "MNIST"
    std::string source = {};
    int train = 0;
    int test = 0;
    cnn::Shape image;
    std::string download = {};  // "11.6 MB"; empty: it is part of the program
    std::string zoo = {};       // networks of the lectures made for this set's images; empty: none
    std::string learns = {};    // "to read 8×8 digits", for the title over the stage
    int classes = 10;
    std::vector<std::string> class_names = {};  // empty: they are numbers
    std::string remark = {};                    // why these images and no more; empty: they are all
    // Where numbers are to be predicted: their unit, and the names of the columns, the number's the last.
    std::string unit = {};
    std::vector<std::string> columns = {};

    bool pictures() const { return image.h > 1 || image.w > 1; }
    bool predicts_numbers() const { return !unit.empty(); }
    // Two numbers, parted into classes: points in the plane.
    bool points() const { return !pictures() && image.c == 2 && !predicts_numbers(); }
    // What is drawn with a pen can be made like one of its images.
    bool drawable() const { return image.c == 1 && image.h == image.w && image.h >= 8; }
    std::string class_text(int label) const;
};

inline constexpr std::string_view kHeights = "heights";  // numbers to predict
inline constexpr std::string_view kCifar = "cifar-10";
// All 60,000 images take 184 MB. A page of 32-bit addresses has 384 MB in all (web/CMakeLists.txt), of which
// a run may take 256 (cnn::kMemoryBudget): there the first two training batches and the test batch must do,
// with 92 MB.
inline constexpr bool kSmallMemory = sizeof(void*) < 8;
inline constexpr int kCifarBatches = kSmallMemory ? 2 : 5;

inline constexpr int kTestPercent = 20;  // of data without a test set, where nothing else is asked for
inline constexpr std::string_view kOwnData = "own";  // the learner's file

std::span<const DataSet> built_in_sets();
const DataSet* find_set(std::string_view slug);  // nullptr: none of them
const DataSet& data_set(std::string_view slug);  // one of them

// Points in the plane by their slug, made when first asked for; null for other sets.
cnn::SharedData points_data(std::string_view slug);

// What a learner's file holds, to be listed like the others.
DataSet describe_own(const cnn::DataSplit& data);

// A small network for a set that no lecture has a network for.
struct FittingNetwork {
    std::string slug;    // "one-hidden"
    std::string code;    // "One hidden", for where a title is too long
    std::string title;   // "One hidden layer of 8, tanh"
    std::string remark;  // what it can do
    std::string layers;  // as text
};
// For such a set: the one to begin with, then others to hold against it. None for the lectures' images.
std::vector<FittingNetwork> fitting_networks(const DataSet& data);

}  // namespace shell::lesson_mnist
