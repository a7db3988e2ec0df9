#include "core/io/cifar.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <span>
#include <string_view>

#include "core/io/bytes.h"
#include "core/io/image.h"
#include "core/io/stb.h"

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

// The packed rows, which a PNG has in several chunks IDAT: moved to the front of the file's own memory.
// Nothing when the file ends within a chunk.
std::optional<std::span<const std::uint8_t>> join_chunks(std::vector<std::uint8_t>& png) {
    constexpr std::size_t kSignature = 8;
    constexpr std::size_t kFrame = 12;  // length and name before a chunk's bytes, checksum behind them
    std::size_t joined = 0;
    for (std::size_t at = kSignature; at + kFrame <= png.size();) {
        const std::size_t length = read_be32(png, at);
        const std::string_view name(reinterpret_cast<const char*>(png.data()) + at + 4, 4);
        if (name == "IEND") return std::span<const std::uint8_t>(png.data(), joined);
        if (length > png.size() - at - kFrame) return std::nullopt;
        if (name == "IDAT") {
            const auto first = png.begin() + static_cast<std::ptrdiff_t>(at + 8);
            std::copy(first, first + static_cast<std::ptrdiff_t>(length),
                      png.begin() + static_cast<std::ptrdiff_t>(joined));
            joined += length;
        }
        at += length + kFrame;
    }
    return std::nullopt;
}

// PNG's predictor of a byte from those at the left, above, and above at the left (specification, 9.4).
std::uint8_t paeth(int left, int above, int corner) {
    const int guess = left + above - corner;
    const int to_left = std::abs(guess - left);
    const int to_above = std::abs(guess - above);
    const int to_corner = std::abs(guess - corner);
    if (to_left <= to_above && to_left <= to_corner) return static_cast<std::uint8_t>(left);
    return static_cast<std::uint8_t>(to_above <= to_corner ? above : corner);
}

// The bytes of a row from what its filter left of them; above: the row before, zeros for the first. False:
// there is no such filter.
bool unfilter(int filter, std::span<const std::uint8_t> row, std::span<const std::uint8_t> above,
              std::size_t pixel, std::span<std::uint8_t> out) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        const int left = i >= pixel ? out[i - pixel] : 0;
        const int corner = i >= pixel ? above[i - pixel] : 0;
        int guess = 0;
        switch (filter) {
            case 0:
                break;
            case 1:
                guess = left;
                break;
            case 2:
                guess = above[i];
                break;
            case 3:
                guess = (left + above[i]) / 2;
                break;
            case 4:
                guess = paeth(left, above[i], corner);
                break;
            default:
                return false;
        }
        out[i] = static_cast<std::uint8_t>(row[i] + guess);
    }
    return true;
}

}  // namespace

// A PNG on its way to images. Not read_picture: that one cannot be left before all 10,000 rows are there,
// half a second in a page, and makes two copies of the batch with four bytes per pixel.
class CifarImages::Batch {
 public:
    static Result<std::unique_ptr<Batch>> open(std::string name, std::vector<std::uint8_t> png);

    std::size_t images() const { return images_; }
    Result<bool> work(std::size_t bytes, std::vector<std::uint8_t>& pixels);

 private:
    std::size_t stride() const { return 1 + kImagePixels * pixel_; }  // the filter's byte is the first
    Error damaged() const { return {"\"" + name_ + "\" is a damaged PNG picture."}; }
    Status append_row(std::vector<std::uint8_t>& pixels);

    std::string name_;
    std::vector<std::uint8_t> png_;
    std::size_t images_ = 0;  // rows
    std::size_t pixel_ = 0;   // bytes of one
    std::vector<std::uint8_t> rows_;
    std::unique_ptr<Inflater> inflater_;  // from png_ to rows_
    std::size_t done_ = 0;                // rows that are images
    std::vector<std::uint8_t> above_;
    std::vector<std::uint8_t> row_;
};

Result<std::unique_ptr<CifarImages::Batch>> CifarImages::Batch::open(std::string name,
                                                                     std::vector<std::uint8_t> png) {
    constexpr std::size_t kHeader = 33;  // signature and the chunk IHDR
    if (Status worth_it =
            check_png(name, png, {kMaxCifarBytes, kMaxCifarBatch, kMaxCifarBatch * kImagePixels});
        !worth_it)
        return worth_it.error();
    if (png.size() < kHeader) return Error{"\"" + name + "\" is a PNG picture cut off in its header."};
    if (const std::uint32_t width = read_be32(png, 16); width != kImagePixels)
        return Error{name + ": a row has " + std::to_string(width) + " pixels; an image of " +
                     std::to_string(kCifarSide) + " x " + std::to_string(kCifarSide) + " has " +
                     std::to_string(kImagePixels) + "."};
    const int depth = png[24];
    const int kind = png[25];
    const int interlacing = png[28];
    if (depth != 8 || (kind != 2 && kind != 6) || interlacing != 0)
        return Error{name +
                     " is a PNG of another kind than the batches are: 8 bits for each of red, green and "
                     "blue, row after row."};
    auto batch = std::make_unique<Batch>();
    batch->images_ = read_be32(png, 20);
    batch->pixel_ = kind == 2 ? 3 : 4;
    batch->name_ = std::move(name);
    batch->png_ = std::move(png);
    const auto packed = join_chunks(batch->png_);
    if (!packed || batch->images_ == 0) return batch->damaged();
    batch->rows_.resize(batch->images_ * batch->stride());
    batch->above_.resize(kImagePixels * batch->pixel_);
    batch->row_.resize(batch->above_.size());
    batch->inflater_ = std::make_unique<Inflater>(*packed, batch->rows_);
    return batch;
}

Result<bool> CifarImages::Batch::work(std::size_t bytes, std::vector<std::uint8_t>& pixels) {
    const Inflater::State state = inflater_->work(bytes);
    for (; done_ < images_ && (done_ + 1) * stride() <= inflater_->written(); ++done_)
        if (Status appended = append_row(pixels); !appended) return appended.error();
    if (done_ == images_) return false;
    if (state != Inflater::State::kMore) return damaged();
    return true;
}

// A row, pixel after pixel, as an image, plane after plane.
Status CifarImages::Batch::append_row(std::vector<std::uint8_t>& pixels) {
    const std::span<const std::uint8_t> stored(rows_.data() + done_ * stride(), stride());
    if (!unfilter(stored[0], stored.subspan(1), above_, pixel_, row_)) return damaged();
    const std::size_t first = pixels.size();
    pixels.resize(first + kColours * kImagePixels);
    for (std::size_t colour = 0; colour < kColours; ++colour)
        for (std::size_t k = 0; k < kImagePixels; ++k)
            pixels[first + colour * kImagePixels + k] = row_[k * pixel_ + colour];
    std::swap(above_, row_);
    return success();
}

std::vector<std::string> cifar_classes() {
    return {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
}

CifarImages::CifarImages(std::string name, std::size_t images) : expected_(images) {
    data_.name = std::move(name);
    data_.image = {1, kColours, kCifarSide, kCifarSide};
    data_.classes = kClasses;
    data_.class_names = cifar_classes();
}
CifarImages::~CifarImages() = default;
CifarImages::CifarImages(CifarImages&&) noexcept = default;
CifarImages& CifarImages::operator=(CifarImages&&) noexcept = default;

int CifarImages::count() const { return static_cast<int>(data_.pixels.size() / data_.image.size()); }

Status CifarImages::add(const NamedBytes& batch) {
    if (Status begun = begin(batch.name, {batch.bytes.begin(), batch.bytes.end()}); !begun) return begun;
    const Result<bool> worked = work(SIZE_MAX);
    return worked ? success() : Status(worked.error());
}

Status CifarImages::begin(std::string name, std::vector<std::uint8_t> bytes) {
    CNN_ASSERT(!batch_);
    auto batch = Batch::open(name, std::move(bytes));
    if (!batch) return batch.error();
    const std::size_t held = static_cast<std::size_t>(count()) + batch.value()->images();
    if (held > kMaxCifarImages)
        return Error{name + ": there would be " + std::to_string(held) + " images; at most " +
                     std::to_string(kMaxCifarImages) + " are read."};
    data_.pixels.edit().reserve(std::max(held, std::min(expected_, kMaxCifarImages)) * data_.image.size());
    batch_ = std::move(batch).value();
    return success();
}

Result<bool> CifarImages::work(std::size_t bytes) {
    if (!batch_) return false;
    const Result<bool> more = batch_->work(bytes, data_.pixels.edit());
    if (!more || !more.value()) batch_.reset();
    return more;
}

Result<Dataset> CifarImages::finish(const NamedBytes& labels, bool more) && {
    CNN_ASSERT(!batch_);
    Result<std::vector<std::uint8_t>> read = LabelList(labels).read();
    if (!read) return read.error();
    const auto held = static_cast<std::size_t>(count());
    if (held == 0 || held > read.value().size() || (held < read.value().size() && !more))
        return Error{labels.name + " has " + std::to_string(read.value().size()) +
                     " labels, the batches have " + std::to_string(held) +
                     " images; there must be one label for each image."};
    data_.labels = std::move(read).value();
    data_.labels.resize(held);
    return std::move(data_);
}

}  // namespace cnn
