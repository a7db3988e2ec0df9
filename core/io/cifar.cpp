#include "core/io/cifar.h"

#include <string_view>

#include "core/io/image.h"

namespace cnn {
namespace {

constexpr int kImagePixels = kCifarSide * kCifarSide;
constexpr int kColours = 3;
constexpr int kClasses = 10;

// A reader of one list of whole numbers.
class LabelList {
 public:
    explicit LabelList(const NamedBytes& file)
        : name_(file.name), text_(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()) {}

    Result<std::vector<std::uint8_t>> read() {
        std::vector<std::uint8_t> labels;
        if (!take('[')) return error("a list in square brackets is expected");
        while (!take(']')) {
            if (!labels.empty() && !take(',')) return error("a comma or the closing bracket is expected");
            skip_blanks();
            const char digit = at_ < text_.size() ? text_[at_] : ' ';
            const bool longer = at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
            if (!is_digit(digit) || longer) return error("a label from 0 to 9 is expected");
            if (labels.size() == kMaxCifarImages)
                return error("at most " + std::to_string(kMaxCifarImages) + " labels are read");
            labels.push_back(static_cast<std::uint8_t>(digit - '0'));
            ++at_;
        }
        skip_blanks();
        if (at_ < text_.size()) return error("nothing may follow the list");
        return labels;
    }

 private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    void skip_blanks() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }
    bool take(char wanted) {
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }
    Error error(const std::string& what) const {
        return {name_ + ", character " + std::to_string(at_ + 1) + ": " + what + "."};
    }

    const std::string& name_;
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

CifarImages::CifarImages(std::string name) {
    data_.name = std::move(name);
    data_.image = {1, kColours, kCifarSide, kCifarSide};
    data_.classes = kClasses;
    data_.class_names = {"airplane", "automobile", "bird",  "cat",  "deer",
                         "dog",      "frog",       "horse", "ship", "truck"};
}

Status CifarImages::add(const NamedBytes& batch) {
    const Result<Picture> read =
        read_png(batch.name, batch.bytes, {kMaxCifarBytes, kMaxCifarBatch, kMaxCifarBatch * kImagePixels});
    if (!read) return read.error();
    const Picture& picture = read.value();
    if (picture.width != kImagePixels)
        return Error{batch.name + ": a row has " + std::to_string(picture.width) + " pixels; an image of " +
                     std::to_string(kCifarSide) + " x " + std::to_string(kCifarSide) + " has " +
                     std::to_string(kImagePixels) + "."};
    const auto images = static_cast<std::size_t>(picture.height);
    const std::size_t held = data_.pixels.size() / data_.image.size();
    if (held + images > kMaxCifarImages)
        return Error{batch.name + ": there would be " + std::to_string(held + images) + " images; at most " +
                     std::to_string(kMaxCifarImages) + " are read."};
    data_.pixels.reserve((held + images) * data_.image.size());
    for (std::size_t i = 0; i < images; ++i)
        for (std::size_t colour = 0; colour < kColours; ++colour)
            for (std::size_t k = i * kImagePixels; k < (i + 1) * kImagePixels; ++k)
                data_.pixels.push_back(picture.rgba[4 * k + colour]);
    return success();
}

Result<Dataset> CifarImages::finish(const NamedBytes& labels) && {
    Result<std::vector<std::uint8_t>> read = LabelList(labels).read();
    if (!read) return read.error();
    const std::size_t held = data_.pixels.size() / data_.image.size();
    if (held == 0 || held != read.value().size())
        return Error{labels.name + " has " + std::to_string(read.value().size()) +
                     " labels, the batches have " + std::to_string(held) +
                     " images; there must be one label for each image."};
    data_.labels = std::move(read).value();
    return std::move(data_);
}

}  // namespace cnn
