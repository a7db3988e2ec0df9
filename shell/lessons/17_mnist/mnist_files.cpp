// The four files by name, then core/io/idx.
#include "shell/lessons/17_mnist/mnist_files.h"

#include <string>

#include "core/io/idx.h"

namespace shell::lesson_mnist {
namespace {

cnn::Result<cnn::NamedBytes> find_file(const DataSet& set, std::span<const GivenFile> files,
                                       const std::string& name) {
    for (const GivenFile& file : files)
        if (file.name == name || file.name == name + ".gz") return cnn::NamedBytes{file.name, file.bytes};
    return cnn::Error{"Of " + set.title + "'s four files, " + name + " did not arrive."};
}

cnn::Result<cnn::Dataset> read_part(const DataSet& set, std::span<const GivenFile> files,
                                    const std::string& part, int count) {
    const auto images = find_file(set, files, part + "-images-idx3-ubyte");
    if (!images) return images.error();
    const auto labels = find_file(set, files, part + "-labels-idx1-ubyte");
    if (!labels) return labels.error();
    auto read = cnn::read_idx(set.slug, images.value(), labels.value());
    if (!read) return read.error();
    cnn::Dataset& data = read.value();
    if (data.count() != count || !(data.image == set.image))
        return cnn::Error{images.value().name + " holds " + std::to_string(data.count()) + " images of " +
                          std::to_string(data.image.h) + " x " + std::to_string(data.image.w) + " pixels; " +
                          set.title + " has " + std::to_string(count) + " of " + std::to_string(set.image.h) +
                          " x " + std::to_string(set.image.w) + "."};
    data.class_names = set.class_names;
    return read;
}

}  // namespace

cnn::Result<cnn::SharedData> read_four_files(const DataSet& set, std::span<const GivenFile> files) {
    auto train = read_part(set, files, "train", set.train);
    if (!train) return train.error();
    auto test = read_part(set, files, "t10k", set.test);
    if (!test) return test.error();
    return cnn::SharedData(std::make_shared<const cnn::DataSplit>(
        cnn::DataSplit{std::move(train).value(), std::move(test).value()}));
}

}  // namespace shell::lesson_mnist
