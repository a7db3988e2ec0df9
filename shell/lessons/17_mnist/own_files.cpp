#include "shell/lessons/17_mnist/own_files.h"

#include <algorithm>
#include <memory>

#include "core/io/csv.h"
#include "core/io/gunzip.h"
#include "core/io/idx.h"
#include "core/io/image_classes.h"
#include "core/io/zip.h"
#include "shell/lessons/17_mnist/data_sets.h"
#include "shell/state/field_text.h"

namespace shell::lesson_mnist {
namespace {

constexpr std::uint64_t kSplitSeed = 1;
constexpr int kMostClasses = 256;  // a label is a byte

// Training and test images drawn from `all`; rows of numbers with mean 0 and deviation 1, because a table's
// columns have scales of their own.
cnn::Result<cnn::SharedData> divided(const cnn::Dataset& all) {
    if (all.count() < 2 || all.classes < 2)
        return cnn::Error{all.name + ": there are " + std::to_string(all.count()) + " examples of " +
                          std::to_string(all.classes) + " classes; two of each at least are needed."};
    cnn::DataSplit parts = cnn::split(all, kTestShare, kSplitSeed);
    if (!all.values.empty()) cnn::standardise(parts, parts.train.count());
    return cnn::SharedData(std::make_shared<const cnn::DataSplit>(std::move(parts)));
}

cnn::Result<cnn::SharedData> read_pictures(const GivenFile& file) {
    cnn::ImageClasses classes(file.name, {1, 1, kOwnPictureSide, kOwnPictureSide});
    if (const cnn::Status added = classes.add_zip(file.name, file.bytes); !added) return added.error();
    const auto all = std::move(classes).finish();
    if (!all) return all.error();
    return divided(all.value());
}

cnn::Result<cnn::SharedData> read_table(const GivenFile& file) {
    const auto all = cnn::read_csv(file.name, file.bytes, "");
    if (!all) return all.error();
    return divided(all.value());
}

bool looks_like_idx(const GivenFile& file) {
    return cnn::is_gzip(file.bytes) || lower_case(file.name).find("ubyte") != std::string::npos ||
           lower_case(file.name).ends_with(".idx") ||
           (file.bytes.size() >= 4 && file.bytes[0] == 0 && file.bytes[1] == 0);
}

}  // namespace

cnn::Result<cnn::SharedData> OwnFiles::take(const GivenFile& file) {
    if (file.width > 0)
        return cnn::Error{file.name +
                          " is one picture; what is learned from are many: a .zip with a folder of pictures "
                          "for each class."};
    const std::string name = lower_case(file.name);
    if (cnn::is_zip(file.bytes) || name.ends_with(".zip")) return read_pictures(file);
    if (looks_like_idx(file)) return take_idx(file);
    if (name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt")) return read_table(file);
    return cnn::Error{file.name +
                      " is of no kind that is read here: a .csv table, a .zip with a folder of .png pictures "
                      "for each class, or the images and the labels of an IDX set."};
}

cnn::Result<cnn::SharedData> OwnFiles::take_idx(const GivenFile& file) {
    const auto kind = cnn::inspect_idx({file.name, file.bytes});
    if (!kind) return kind.error();
    const bool images = kind.value() == cnn::IdxKind::kImages;
    if (!(images ? labels_ : images_)) {
        (images ? images_ : labels_) = file;
        return cnn::SharedData();
    }
    const GivenFile& first = images ? file : *images_;
    const GivenFile& second = images ? *labels_ : file;
    auto all =
        cnn::read_idx(first.name, {first.name, first.bytes}, {second.name, second.bytes}, kMostClasses);
    if (!all) return all.error();
    all.value().classes = *std::max_element(all.value().labels.begin(), all.value().labels.end()) + 1;
    auto data = divided(all.value());
    if (data) images_ = labels_ = std::nullopt;
    return data;
}

std::string OwnFiles::waiting() const {
    if (images_) return images_->name + " is here; open the file with its labels next.";
    return labels_ ? labels_->name + " is here; open the file with its images next." : std::string();
}

}  // namespace shell::lesson_mnist
