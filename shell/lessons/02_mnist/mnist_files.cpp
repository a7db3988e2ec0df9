// The four files by name, then core/io/idx.
#include "shell/lessons/02_mnist/mnist_files.h"

#include <string>

#include "core/io/idx.h"
#include "shell/lessons/02_mnist/setup.h"

namespace shell::lesson_mnist {
namespace {

cnn::Result<cnn::NamedBytes> find_file(std::span<const GivenFile> files, std::string_view name) {
    for (const GivenFile& file : files)
        if (file.name == name || file.name == std::string(name) + ".gz")
            return cnn::NamedBytes{file.name, file.bytes};
    return cnn::Error{"Of MNIST's four files, " + std::string(name) + " did not arrive."};
}

cnn::Result<cnn::Dataset> read_part(std::span<const GivenFile> files, std::string_view part, int count) {
    const auto images = find_file(files, std::string(part) + "-images-idx3-ubyte");
    if (!images) return images.error();
    const auto labels = find_file(files, std::string(part) + "-labels-idx1-ubyte");
    if (!labels) return labels.error();
    auto read = cnn::read_idx("mnist", images.value(), labels.value());
    if (!read) return read.error();
    const cnn::Dataset& data = read.value();
    const cnn::Shape wanted = data_set("mnist").image;
    if (data.count() != count || !(data.image == wanted))
        return cnn::Error{images.value().name + " holds " + std::to_string(data.count()) + " images of " +
                          std::to_string(data.image.h) + " x " + std::to_string(data.image.w) +
                          " pixels; MNIST has " + std::to_string(count) + " of " + std::to_string(wanted.h) +
                          " x " + std::to_string(wanted.w) + "."};
    return read;
}

}  // namespace

cnn::Result<cnn::SharedData> read_mnist(std::span<const GivenFile> files) {
    auto train = read_part(files, "train", data_set("mnist").train);
    if (!train) return train.error();
    auto test = read_part(files, "t10k", data_set("mnist").test);
    if (!test) return test.error();
    return cnn::SharedData(std::make_shared<const cnn::DataSplit>(
        cnn::DataSplit{std::move(train).value(), std::move(test).value()}));
}

}  // namespace shell::lesson_mnist
