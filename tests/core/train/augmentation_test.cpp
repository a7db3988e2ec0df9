// Augmentation: each change alone does what it says, and bits depend on seed, epoch and image only.
#include "core/train/augmentation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "core/base/hash.h"

namespace {

using namespace cnn;

constexpr Shape kShape{1, 2, 9, 7};

// A bright dot right of and below the middle, in the first channel; a ramp in the second.
std::vector<float> picture() {
    std::vector<float> x(kShape.size(), 0.0F);
    x[5 * 7 + 5] = 1;
    for (std::size_t i = 63; i < x.size(); ++i) x[i] = static_cast<float>(i) / 126;
    return x;
}

std::vector<float> changed(const Augmentation& changes, const AugmentationKey& key) {
    const std::vector<float> from = picture();
    std::vector<float> to(from.size());
    augment(changes, key, kShape, from.data(), to.data());
    return to;
}

// Where the first channel's light is, on average, and how much of it there is.
struct Light {
    double y = 0;
    double x = 0;
    double sum = 0;
};
Light light_of(const std::vector<float>& image) {
    Light light;
    for (int y = 0; y < 9; ++y)
        for (int x = 0; x < 7; ++x) {
            const auto value = static_cast<double>(image[static_cast<std::size_t>(y * 7 + x)]);
            light.sum += value;
            light.y += value * y;
            light.x += value * x;
        }
    if (light.sum > 0) light = {light.y / light.sum, light.x / light.sum, light.sum};
    return light;
}

}  // namespace

TEST_CASE("augmentation with nothing to change copies to the bit") {
    CHECK(changed({}, {1, 2, 3}) == picture());
    CHECK(!Augmentation{}.any());
}

TEST_CASE("augmentation: bits follow from seed, epoch and image, and change with each of them") {
    const Augmentation all{0.1F, 20, 0.2F, 10, true, 0.1F};
    CHECK(changed(all, {1, 2, 3}) == changed(all, {1, 2, 3}));
    std::set<std::uint64_t> hashes;
    for (const AugmentationKey& key :
         {AugmentationKey{1, 2, 3}, {2, 2, 3}, {1, 3, 3}, {1, 2, 4}, {3, 2, 1}, {0, 0, 0}, {~0ULL, 0, 0}})
        hashes.insert(hash_floats(changed(all, key)));
    CHECK(hashes.size() == 7);
}

TEST_CASE("shift moves by at most its share, both ways") {
    Augmentation shift;
    shift.shift = 0.1F;
    double least = 0;
    double most = 0;
    for (std::uint32_t image = 0; image < 200; ++image) {
        const Light light = light_of(changed(shift, {7, 0, image}));
        CHECK(light.sum == doctest::Approx(1));
        CHECK(std::fabs(light.y - 5) <= 0.9001);
        CHECK(std::fabs(light.x - 5) <= 0.7001);
        least = std::min(least, light.y - 5);
        most = std::max(most, light.y - 5);
    }
    CHECK(least < -0.8);
    CHECK(most > 0.8);
}

TEST_CASE("flip exchanges left and right, about every other time, and nothing else") {
    Augmentation flip;
    flip.flip = true;
    const std::vector<float> plain = picture();
    std::vector<float> mirrored(plain.size());
    for (std::size_t row = 0; row < 18; ++row)
        for (std::size_t x = 0; x < 7; ++x) mirrored[row * 7 + x] = plain[row * 7 + 6 - x];
    int flips = 0;
    for (std::uint32_t image = 0; image < 400; ++image) {
        const std::vector<float> now = changed(flip, {7, 1, image});
        CHECK((now == plain || now == mirrored));
        flips += now == mirrored ? 1 : 0;
    }
    CHECK(flips > 160);
    CHECK(flips < 240);
}

TEST_CASE("rotation keeps the distance from the middle, zoom scales it, shear keeps the row") {
    Augmentation turn;
    turn.rotate = 45;
    Augmentation zoom;
    zoom.zoom = 0.3F;
    Augmentation shear;
    shear.shear = 30;
    const auto distance = [](const Light& light) { return std::hypot(light.y - 4, light.x - 3); };
    double nearest = 10;
    double farthest = 0;
    for (std::uint32_t image = 0; image < 200; ++image) {
        CHECK(distance(light_of(changed(turn, {7, 0, image}))) == doctest::Approx(std::sqrt(5)).epsilon(0.2));
        const double zoomed = distance(light_of(changed(zoom, {7, 0, image})));
        nearest = std::min(nearest, zoomed);
        farthest = std::max(farthest, zoomed);
        CHECK(light_of(changed(shear, {7, 0, image})).y == doctest::Approx(5).epsilon(0.12));
    }
    CHECK(nearest < 0.8 * std::sqrt(5));
    CHECK(farthest > 1.15 * std::sqrt(5));
}

TEST_CASE("noise has the mean 0 and the deviation asked for, and its bound") {
    Augmentation noise;
    noise.noise = 0.5F;
    const std::vector<float> plain = picture();
    double sum = 0;
    double squares = 0;
    float most = 0;
    int count = 0;
    for (std::uint32_t image = 0; image < 300; ++image) {
        const std::vector<float> now = changed(noise, {7, 0, image});
        for (std::size_t i = 0; i < now.size(); ++i, ++count) {
            const float added = now[i] - plain[i];
            sum += static_cast<double>(added);
            squares += static_cast<double>(added) * static_cast<double>(added);
            most = std::max(most, std::fabs(added));
        }
    }
    CHECK(std::fabs(sum / count) < 0.01);
    CHECK(std::sqrt(squares / count) == doctest::Approx(0.5).epsilon(0.02));
    CHECK(most <= kMostNoise * 0.5F * 1.0001F);
}
