// Scaling of pixels, and the digits that are part of the program.
#include "core/train/dataset.h"

#include "assets/embedded.h"

namespace cnn {
namespace {

constexpr int kDigitSide = 8;
constexpr std::size_t kDigitPixels = kDigitSide * kDigitSide;
constexpr std::size_t kDigitRow = kDigitPixels + 1;  // the label follows the pixels
constexpr std::size_t kDigits = 1797;
constexpr std::size_t kTrainingDigits = 1437;  // S1-14: 0.8 of them

Dataset digits_between(std::size_t first, std::size_t last) {
    Dataset digits;
    digits.name = "digits";
    digits.image = {1, 1, kDigitSide, kDigitSide};
    digits.white = 16.0F;
    for (std::size_t i = first; i < last; ++i) {
        const unsigned char* row = convolab_digits + i * kDigitRow;
        digits.pixels.insert(digits.pixels.end(), row, row + kDigitPixels);
        digits.labels.push_back(row[kDigitPixels]);
    }
    return digits;
}

}  // namespace

void Dataset::image_to(int i, float* out) const {
    CNN_ASSERT(i >= 0 && i < count());
    const std::size_t size = image.size();
    const std::uint8_t* in = pixels.data() + static_cast<std::size_t>(i) * size;
    for (std::size_t k = 0; k < size; ++k) out[k] = static_cast<float>(in[k]) / white;
}

SharedData embedded_digits() {
    CNN_ASSERT(convolab_digits_size == kDigits * kDigitRow);
    return std::make_shared<const DataSplit>(
        DataSplit{digits_between(0, kTrainingDigits), digits_between(kTrainingDigits, kDigits)});
}

}  // namespace cnn
