// Batches by name, then core/io/cifar.
#include "shell/lessons/17_mnist/cifar_files.h"

#include <memory>
#include <utility>

namespace shell::lesson_mnist {

CifarFiles::CifarFiles(const DataSet& set)
    : set_(set),
      train_{cnn::CifarImages(set.slug, static_cast<std::size_t>(set.train)), std::nullopt},
      test_{cnn::CifarImages(set.slug, static_cast<std::size_t>(set.test)), std::nullopt} {}

cnn::Status CifarFiles::add(GivenFile file) {
    if (const auto rest = work(SIZE_MAX); !rest) return rest.error();
    const bool test = file.name.starts_with("test_");
    Part& part = test ? test_ : train_;
    if (file.name.ends_with(".json")) return take_labels(file, part, test ? set_.test : set_.train);
    if (part.read) return cnn::Error{file.name + " came after the labels of its images."};
    unpacking_ = &part;
    return part.images.begin(std::move(file.name), std::move(file.bytes));
}

cnn::Status CifarFiles::take_labels(const GivenFile& file, Part& part, int count) {
    if (part.images.count() != count)
        return cnn::Error{"The batches before " + file.name + " hold " + std::to_string(part.images.count()) +
                          " images; there are to be " + std::to_string(count) + "."};
    auto read = std::move(part.images).finish({file.name, file.bytes}, true);
    if (!read) return read.error();
    part.read = std::move(read).value();
    return cnn::success();
}

cnn::Result<bool> CifarFiles::work(std::size_t bytes) {
    if (unpacking_ == nullptr) return false;
    auto more = unpacking_->images.work(bytes);
    if (!more || !more.value()) unpacking_ = nullptr;
    return more;
}

cnn::Result<cnn::SharedData> CifarFiles::finish() {
    for (const Part* part : {&train_, &test_})
        if (!part->read)
            return cnn::Error{"Of " + set_.title + "'s files, " +
                              (part == &train_ ? "train_lables.json" : "test_lables.json") +
                              " did not arrive."};
    return cnn::SharedData(std::make_shared<const cnn::DataSplit>(
        cnn::DataSplit{*std::move(train_.read), *std::move(test_.read)}));
}

}  // namespace shell::lesson_mnist
