// Scaling of pixels, and the digits that are part of the program.
#include "core/train/dataset.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "assets/embedded.h"
#include "core/base/rng.h"

namespace cnn {
namespace {

constexpr int kDigitSide = 8;
constexpr std::size_t kDigitPixels = kDigitSide * kDigitSide;
constexpr std::size_t kDigitRow = kDigitPixels + 1;  // the label follows the pixels
constexpr std::size_t kDigits = 1797;
constexpr std::size_t kTrainingDigits = 1437;  // S1-14: 0.8 of them

template <class T>
void append(const T* from, std::size_t count, SharedList<T>& to) {
    to.edit().insert(to.edit().end(), from, from + count);
}

Dataset digits_between(std::size_t first, std::size_t last) {
    Dataset digits;
    digits.name = "digits";
    digits.image = {1, 1, kDigitSide, kDigitSide};
    digits.white = 16.0F;
    for (std::size_t i = first; i < last; ++i) {
        const unsigned char* row = convolab_digits + i * kDigitRow;
        append<std::uint8_t>(row, kDigitPixels, digits.pixels);
        digits.labels.push_back(row[kDigitPixels]);
    }
    return digits;
}

constexpr std::uint64_t kSplitStream = 3;

// Fisher and Yates.
void shuffle(std::vector<std::uint32_t>& order, Rng& rng) {
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[rng.below(static_cast<std::uint32_t>(i))]);
}

// The images of `order` whose mark is `mark`.
Dataset part_of(const Dataset& all, const std::vector<std::uint32_t>& order, const std::vector<bool>& marks,
                bool mark) {
    Dataset part;
    part.name = all.name;
    part.image = all.image;
    part.classes = all.classes;
    part.class_names = all.class_names;
    part.white = all.white;
    const std::size_t size = all.image.size();
    const std::size_t room = size * static_cast<std::size_t>(std::count(marks.begin(), marks.end(), mark));
    all.values.empty() ? part.pixels.edit().reserve(room) : part.values.edit().reserve(room);
    for (const std::uint32_t i : order) {
        if (marks[i] != mark) continue;
        if (!all.values.empty())
            append(all.values.begin() + i * size, size, part.values);
        else
            append(all.pixels.begin() + i * size, size, part.pixels);
        part.labels.push_back(all.labels[i]);
        if (!all.predicts_numbers()) continue;
        const auto numbers = static_cast<std::ptrdiff_t>(all.classes);
        const auto row = all.targets.begin() + static_cast<std::ptrdiff_t>(i) * numbers;
        part.targets.insert(part.targets.end(), row, row + numbers);
    }
    return part;
}

// Mean and deviation of each channel.
class Moments {
 public:
    Moments(std::size_t channels, std::size_t plane)
        : plane_(plane), sums_(channels, 0.0), squares_(channels, 0.0) {}

    std::size_t channels() const { return sums_.size(); }
    void add(const std::vector<float>& image) {
        for (std::size_t k = 0; k < image.size(); ++k) {
            const auto value = static_cast<double>(image[k]);
            sums_[k / plane_] += value;
            squares_[k / plane_] += value * value;
        }
        ++images_;
    }
    void write(std::vector<float>& mean, std::vector<float>& deviation) const {
        mean.resize(channels());
        deviation.resize(channels());
        const double numbers = static_cast<double>(images_) * static_cast<double>(plane_);
        for (std::size_t c = 0; c < channels(); ++c) {
            const double middle = sums_[c] / numbers;
            const double variance = squares_[c] / numbers - middle * middle;
            mean[c] = static_cast<float>(middle);
            deviation[c] =
                variance > 1e-12 * (1 + middle * middle) ? static_cast<float>(std::sqrt(variance)) : 1.0F;
        }
    }

 private:
    std::size_t plane_;
    std::vector<double> sums_;
    std::vector<double> squares_;
    int images_ = 0;
};

}  // namespace

void Dataset::scaled_to(int i, float* out) const {
    CNN_ASSERT(i >= 0 && i < count());
    const std::size_t size = image.size();
    const std::size_t first = static_cast<std::size_t>(i) * size;
    if (!values.empty()) {
        std::copy_n(values.data() + first, size, out);
        return;
    }
    const std::uint8_t* in = pixels.data() + first;
    for (std::size_t k = 0; k < size; ++k) out[k] = static_cast<float>(in[k]) / white;
}

void Dataset::standardise(float* out) const {
    if (mean.empty()) return;
    const std::size_t plane = image.size() / mean.size();
    for (std::size_t c = 0; c < mean.size(); ++c)
        for (std::size_t k = 0; k < plane; ++k, ++out) *out = (*out - mean[c]) / deviation[c];
}

void Dataset::image_to(int i, float* out) const {
    scaled_to(i, out);
    standardise(out);
}

void Dataset::targets_to(int i, LossKind loss, int outputs, float* out) const {
    CNN_ASSERT(i >= 0 && i < count());
    if (!predicts_numbers()) return class_targets(loss, labels[static_cast<std::size_t>(i)], outputs, out);
    CNN_ASSERT(outputs == classes);
    const auto numbers = static_cast<std::size_t>(outputs);
    std::copy_n(targets.data() + static_cast<std::size_t>(i) * numbers, numbers, out);
    for (std::size_t k = 0; k < target_mean.size(); ++k)
        out[k] = (out[k] - target_mean[k]) / target_deviation[k];
}

float Dataset::in_target_unit(std::size_t k, float said) const {
    return target_mean.empty() ? said : said * target_deviation[k] + target_mean[k];
}

float Dataset::largest(float noise) const {
    const auto channels = static_cast<std::size_t>(image.c);
    const std::size_t plane = image.size() / channels;
    std::vector<float> most(channels, values.empty() ? 255.0F / white : 0.0F);
    for (std::size_t i = 0; i < values.size(); ++i) {
        float& channel = most[i / plane % channels];
        channel = std::max(channel, std::fabs(values[i]));
    }
    float seen = 0;
    for (std::size_t c = 0; c < channels; ++c)
        seen = std::max(
            seen, mean.empty() ? most[c] + noise : (most[c] + noise + std::fabs(mean[c])) / deviation[c]);
    return seen;
}

void standardise(DataSplit& data, int count) {
    const auto channels = static_cast<std::size_t>(data.train.image.c);
    Moments images(channels, data.train.image.size() / channels);
    Moments targets(data.train.predicts_numbers() ? static_cast<std::size_t>(data.train.classes) : 0, 1);
    std::vector<float> image(data.train.image.size());
    std::vector<float> wanted(targets.channels());
    for (int i = 0; i < count; ++i) {
        data.train.scaled_to(i, image.data());
        images.add(image);
        if (!data.train.predicts_numbers()) continue;
        std::copy_n(data.train.targets.data() + static_cast<std::size_t>(i) * wanted.size(), wanted.size(),
                    wanted.data());
        targets.add(wanted);
    }
    for (Dataset* part : {&data.train, &data.test}) {
        images.write(part->mean, part->deviation);
        targets.write(part->target_mean, part->target_deviation);
    }
}

DataSplit split(const Dataset& all, float share, std::uint64_t seed) {
    Rng rng(seed, kSplitStream);
    std::vector<std::vector<std::uint32_t>> classes(static_cast<std::size_t>(all.classes));
    for (std::size_t i = 0; i < all.labels.size(); ++i)
        classes[all.labels[i]].push_back(static_cast<std::uint32_t>(i));
    std::vector<bool> tested(all.labels.size(), false);
    for (std::vector<std::uint32_t>& images : classes) {
        shuffle(images, rng);
        const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<float>(images.size())));
        for (std::size_t i = 0; i < std::min(wanted, images.size()); ++i) tested[images[i]] = true;
    }
    // Neither part may be empty.
    const auto chosen = static_cast<std::size_t>(std::count(tested.begin(), tested.end(), true));
    if (chosen == 0) tested.back() = true;
    if (chosen == tested.size()) tested.front() = false;
    std::vector<std::uint32_t> order(all.labels.size());
    std::iota(order.begin(), order.end(), 0U);
    shuffle(order, rng);  // files often come class by class, and a limit takes the first
    return {part_of(all, order, tested, false), part_of(all, order, tested, true)};
}

SharedData height_table() {
    constexpr float kRows[][3] = {{25, 70, 175}, {30, 80, 180}, {35, 85, 178}, {40, 88, 176}, {45, 70, 170},
                                  {50, 75, 169}, {55, 77, 165}, {60, 88, 160}, {65, 70, 158}, {70, 72, 155}};
    Dataset table;
    table.name = "heights";
    table.image = {1, 2, 1, 1};
    table.classes = 1;
    for (const auto& [age, weight, height] : kRows) {
        const float columns[] = {age, weight};
        append(columns, std::size(columns), table.values);
        table.targets.push_back(height);
        table.labels.push_back(0);
    }
    return std::make_shared<const DataSplit>(DataSplit{table, table});
}

SharedData embedded_digits() {
    CNN_ASSERT(convolab_digits_size == kDigits * kDigitRow);
    return std::make_shared<const DataSplit>(
        DataSplit{digits_between(0, kTrainingDigits), digits_between(kTrainingDigits, kDigits)});
}

}  // namespace cnn
