#include "shell/lessons/17_mnist/own_files.h"

#include <memory>
#include <set>

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

// Enough to be divided.
cnn::Result<OwnExamples> checked(cnn::Dataset all) {
    if (all.count() < 2 || all.classes < 2)
        return cnn::Error{all.name + ": there are " + std::to_string(all.count()) + " examples of " +
                          std::to_string(all.classes) + " classes; two of each at least are needed."};
    return std::make_shared<const cnn::Dataset>(std::move(all));
}

// As many classes as the largest label says; most of them must have images, or a label is a mistake.
cnn::Status count_classes(cnn::Dataset& all, const std::string& labels_name) {
    const std::set<std::uint8_t> used(all.labels.begin(), all.labels.end());
    if (used.empty()) return cnn::success();  // checked() says so
    all.classes = *used.rbegin() + 1;
    if (2 * static_cast<int>(used.size()) >= all.classes) return cnn::success();
    return cnn::Error{labels_name + " has labels up to " + std::to_string(all.classes - 1) + ", but only " +
                      std::to_string(used.size()) + " of these " + std::to_string(all.classes) +
                      " classes have images; labels count 0, 1, 2 and so on."};
}

cnn::Shape own_picture(bool colours) {
    return colours ? cnn::Shape{1, 3, kOwnColourSide, kOwnColourSide}
                   : cnn::Shape{1, 1, kOwnPictureSide, kOwnPictureSide};
}

cnn::Result<OwnExamples> finished(const cnn::Status& added, cnn::ImageClasses classes) {
    if (!added) return added.error();
    auto all = std::move(classes).finish();
    if (!all) return all.error();
    return checked(std::move(all).value());
}

cnn::Result<OwnExamples> read_zip(const GivenFile& file) {
    cnn::ImageClasses classes(file.name, own_picture(cnn::ImageClasses::coloured_zip(file.name, file.bytes)));
    const cnn::Status added = classes.add_zip(file.name, file.bytes);
    return finished(added, std::move(classes));
}

cnn::Result<OwnExamples> read_folder(const GivenFile& folder) {
    std::vector<cnn::FolderFile> files;
    std::span<const std::uint8_t> left = folder.bytes;
    for (const GivenFile::Part& part : folder.parts) {
        CNN_ASSERT(part.size <= left.size());
        files.push_back({part.path, left.first(part.size)});
        left = left.subspan(part.size);
    }
    cnn::ImageClasses classes(folder.name, own_picture(cnn::ImageClasses::coloured_folder(files)));
    const cnn::Status added = classes.add_folder(files);
    return finished(added, std::move(classes));
}

bool is_table(const GivenFile& file) {
    const std::string name = lower_case(file.name);
    return name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt");
}

// label: as read_csv takes it
cnn::Result<OwnExamples> read_table(const GivenFile& file, const std::string& label) {
    auto all = cnn::read_csv(file.name, file.bytes, label);
    if (!all) return all.error();
    return checked(std::move(all).value());
}

bool looks_like_idx(const GivenFile& file) {
    return cnn::is_gzip(file.bytes) || lower_case(file.name).find("ubyte") != std::string::npos ||
           lower_case(file.name).ends_with(".idx") ||
           (file.bytes.size() >= 4 && file.bytes[0] == 0 && file.bytes[1] == 0);
}

}  // namespace

std::shared_ptr<const OwnTable> kept_table(const GivenFile& file) {
    if (!is_table(file) || file.bytes.size() > kMostKeptBytes) return nullptr;
    auto columns = cnn::csv_columns(file.name, file.bytes);
    if (!columns) return nullptr;
    OwnTable table{file, std::move(columns.value().names), columns.value().label};
    for (std::size_t i = 0; i < table.columns.size() && !columns.value().named; ++i)
        table.columns[i] = "Column " + std::to_string(i + 1);
    return std::make_shared<const OwnTable>(std::move(table));
}

cnn::Result<OwnExamples> read_table(const OwnTable& table) {
    return read_table(table.file, std::to_string(table.class_column + 1));
}

cnn::SharedData divided(const cnn::Dataset& all, int test_percent) {
    return std::make_shared<const cnn::DataSplit>(
        cnn::split(all, static_cast<float>(test_percent) / 100.0F, kSplitSeed));
}

cnn::Result<OwnExamples> OwnFiles::take(const GivenFile& file) {
    if (file.width > 0)
        return cnn::Error{file.name +
                          " is one picture; what is learned from are many: a folder or a .zip with a "
                          "folder of pictures for each class."};
    if (!file.parts.empty()) return read_folder(file);
    const std::string name = lower_case(file.name);
    if (cnn::is_zip(file.bytes) || name.ends_with(".zip")) return read_zip(file);
    if (looks_like_idx(file)) return take_idx(file);
    if (is_table(file)) return read_table(file, "");
    return cnn::Error{
        file.name +
        " is of no kind that is read here: a .csv table, a folder or a .zip with a folder of .png or .jpg "
        "pictures for each class, the images and the labels of an IDX set, or weights as .safetensors or "
        ".npz."};
}

cnn::Result<OwnExamples> OwnFiles::take_idx(const GivenFile& file) {
    const auto kind = cnn::inspect_idx({file.name, file.bytes});
    if (!kind) return kind.error();
    const bool images = kind.value() == cnn::IdxKind::kImages;
    if (!(images ? labels_ : images_)) {
        (images ? images_ : labels_) = file;
        return OwnExamples();
    }
    const GivenFile& first = images ? file : *images_;
    const GivenFile& second = images ? *labels_ : file;
    auto all =
        cnn::read_idx(first.name, {first.name, first.bytes}, {second.name, second.bytes}, kMostClasses);
    if (!all) return all.error();
    if (const cnn::Status counted = count_classes(all.value(), second.name); !counted) return counted.error();
    auto examples = checked(std::move(all).value());
    if (examples) images_ = labels_ = std::nullopt;
    return examples;
}

std::string OwnFiles::waiting() const {
    if (images_) return images_->name + " is here; open the file with its labels next.";
    return labels_ ? labels_->name + " is here; open the file with its images next." : std::string();
}

}  // namespace shell::lesson_mnist
