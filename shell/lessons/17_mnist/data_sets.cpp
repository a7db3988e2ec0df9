#include "shell/lessons/17_mnist/data_sets.h"

#include <map>
#include <memory>

#include "core/io/cifar.h"
#include "core/train/synthetic.h"

namespace shell::lesson_mnist {
namespace {

constexpr int kPoints = 1000;
constexpr float kPointNoise = 0.05F;  // a twentieth of the half plane's width
constexpr std::uint64_t kPointSeed = 1;

std::string points_title(std::string_view name) {
    std::string title(name);
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
    return title == "Xor" ? "XOR" : title;
}

DataSet describe_points(const cnn::SyntheticInfo& info) {
    const cnn::SharedData data = points_data(info.name);
    DataSet set;
    set.slug = info.name;
    set.title = points_title(info.name);
    set.source = std::string(info.title) + ", made by the program";
    set.train = data->train.count();
    set.test = data->test.count();
    set.image = data->train.image;
    set.learns = "to part points by their place";
    set.classes = info.classes;
    return set;
}

DataSet describe_cifar() {
    constexpr int kBatch = 10'000;
    DataSet set;
    set.slug = kCifar;
    set.title = "CIFAR-10";
    set.source =
        "Krizhevsky, Learning Multiple Layers of Features from Tiny Images: colour pictures of ten things";
    set.train = kCifarBatches * kBatch;
    set.test = kBatch;
    set.image = {1, 3, cnn::kCifarSide, cnn::kCifarSide};
    set.download = kSmallMemory ? "69.6 MB" : "139 MB";
    set.zoo = kCifar;
    set.learns = "to tell ten things apart";
    set.class_names = cnn::cifar_classes();
    if (kSmallMemory)
        set.remark =
            "These are the first two fifths of its training images, as many as a page has memory for "
            "beside a run; the program for the desktop trains on all.";
    return set;
}

DataSet describe_heights() {
    const cnn::SharedData data = cnn::height_table();
    DataSet set;
    set.slug = kHeights;
    set.title = "Heights";
    set.source = "S0-4: a height by age and weight";
    set.train = data->train.count();
    set.test = data->test.count();
    set.image = data->train.image;
    set.learns = "to predict a height from age and weight";
    set.classes = data->train.classes;
    set.remark = "The same rows train and test, as in the lecture.";
    set.unit = "cm";
    set.columns = {"age", "weight", "height"};
    return set;
}

std::vector<DataSet> make_sets() {
    const std::string digits_source =
        "Alpaydin and Kaynak (UCI, CC BY 4.0), the test part that scikit-learn carries; S1-14";
    const std::vector<std::string> clothes = {"T-shirt", "Trouser", "Pullover", "Dress", "Coat",
                                              "Sandal",  "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
    std::vector<DataSet> sets;
    sets.push_back({.slug = "digits",
                    .title = "8×8 digits",
                    .source = digits_source,
                    .train = 1437,
                    .test = 360,
                    .image = {1, 1, 8, 8},
                    .zoo = "digits",
                    .learns = "to read 8×8 digits"});
    sets.push_back({.slug = "mnist",
                    .title = "MNIST",
                    .source = "LeCun, Cortes, Burges, The MNIST database of handwritten digits",
                    .train = 60000,
                    .test = 10000,
                    .image = {1, 1, 28, 28},
                    .download = "11.6 MB",
                    .zoo = "mnist",
                    .learns = "to read MNIST's digits"});
    sets.push_back({.slug = "fashion-mnist",
                    .title = "Fashion-MNIST",
                    .source = "Xiao, Rasul, Vollgraf (Zalando Research): clothes in MNIST's format (MIT)",
                    .train = 60000,
                    .test = 10000,
                    .image = {1, 1, 28, 28},
                    .download = "30.8 MB",
                    .zoo = "mnist",
                    .learns = "to tell clothes apart",
                    .class_names = clothes});
    sets.push_back(describe_cifar());
    for (const cnn::SyntheticInfo& info : cnn::synthetic_sets()) sets.push_back(describe_points(info));
    sets.push_back(describe_heights());
    return sets;
}

}  // namespace

std::string DataSet::class_text(int label) const {
    const auto at = static_cast<std::size_t>(label);
    return at < class_names.size() ? class_names[at] : std::to_string(label);
}

std::span<const DataSet> built_in_sets() {
    static const std::vector<DataSet> sets = make_sets();
    return sets;
}

const DataSet* find_set(std::string_view slug) {
    for (const DataSet& set : built_in_sets())
        if (set.slug == slug) return &set;
    return nullptr;
}

const DataSet& data_set(std::string_view slug) {
    const DataSet* found = find_set(slug);
    CNN_ASSERT(found != nullptr);
    return *found;
}

cnn::SharedData points_data(std::string_view slug) {
    static std::map<std::string, cnn::SharedData, std::less<>> made;
    const auto kind = cnn::find_synthetic(slug);
    if (!kind) return nullptr;
    cnn::SharedData& data = made[std::string(slug)];
    if (!data)
        data = std::make_shared<const cnn::DataSplit>(cnn::split(
            cnn::make_synthetic(*kind, kPoints, kPointNoise, kPointSeed), kTestPercent / 100.0F, kPointSeed));
    return data;
}

DataSet describe_own(const cnn::DataSplit& data) {
    DataSet set;
    set.slug = kOwnData;
    set.title = data.train.name;
    set.source = "yours; it stays on this computer";
    set.train = data.train.count();
    set.test = data.test.count();
    set.image = data.train.image;
    set.learns = "from " + data.train.name;
    set.classes = data.train.classes;
    set.class_names = data.train.class_names;
    return set;
}

std::vector<FittingNetwork> fitting_networks(const DataSet& data) {
    if (!data.zoo.empty()) return {};
    const std::string last = "dense " + std::to_string(data.classes);
    if (data.predicts_numbers())
        return {{"one-hidden", "One hidden", "One hidden layer of 8, tanh", "a surface with a few bends",
                 "dense 8 | tanh | " + last},
                {"lecture-hidden", "S0-4", "One hidden layer of 2, ReLU",
                 "the lecture's, which is lost when its two units die", "dense 2 | relu | " + last},
                {"linear", "Linear", "No hidden layer", "a plane, at best that of the least squares", last}};
    if (!data.pictures())
        return {{"two-hidden", "Two hidden", "Two hidden layers of 32, tanh", "smooth borders of any form",
                 "dense 32 | tanh | dense 32 | tanh | " + last},
                {"one-hidden", "One hidden", "One hidden layer of 8, tanh", "borders with a few bends",
                 "dense 8 | tanh | " + last},
                {"rectified", "ReLU", "Two hidden layers of 16, ReLU", "borders of straight pieces",
                 "dense 16 | relu | dense 16 | relu | " + last},
                {"linear", "Linear", "No hidden layer", "straight borders only", last}};
    const FittingNetwork dense = {"one-hidden", "One hidden", "One hidden layer of 32, ReLU",
                                  "every pixel by itself, whatever stands beside it",
                                  "flatten | dense 32 | relu | " + last};
    const FittingNetwork linear = {"linear", "Linear", "No hidden layer", "one picture of weights per class",
                                   "flatten | " + last};
    if (data.image.h < 8 || data.image.w < 8) return {dense, linear};
    return {{"two-convolutions", "Two convs", "Two convolutions of 16 filters",
             "the same filters all over the picture",
             "conv 16 3x3 same | relu | maxpool 2 | conv 16 3x3 same | relu | maxpool 2 | flatten | dense 32 "
             "| relu | " +
                 last},
            dense,
            linear};
}

}  // namespace shell::lesson_mnist
