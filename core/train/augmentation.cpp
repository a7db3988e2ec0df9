// Each output pixel looks up where it comes from: the drawn map is turned around once per image.
#include "core/train/augmentation.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/rng.h"

namespace cnn {
namespace {

constexpr std::uint64_t kAugmentationStream = 2;

// SplitMix64 (Steele, Lea, Flood 2014): neighbouring keys give unlike seeds.
std::uint64_t scrambled(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

Rng rng_for(const AugmentationKey& key) {
    const std::uint64_t run = scrambled(key.seed) ^ static_cast<std::uint64_t>(key.epoch);
    return Rng(scrambled(scrambled(run) ^ key.image), kAugmentationStream);
}

// From an output's place to the input's, both counted from the image's middle.
struct Map {
    float yy = 1;
    float yx = 0;
    float xy = 0;
    float xx = 1;
    float y = 0;
    float x = 0;
};

// Always the same number of draws, so that one change does not alter what is drawn for another.
Map draw_map(const Augmentation& changes, Shape shape, Rng& rng) {
    const float dy = rng.uniform(-1, 1) * changes.shift * static_cast<float>(shape.h);
    const float dx = rng.uniform(-1, 1) * changes.shift * static_cast<float>(shape.w);
    const double angle = static_cast<double>(rng.uniform(-1, 1) * changes.rotate) / 180;
    const float zoom = 1.0F / (1.0F + rng.uniform(-1, 1) * changes.zoom);
    const double slant = static_cast<double>(rng.uniform(-1, 1) * changes.shear) / 180;
    const bool flipped = rng.unit() < 0.5F && changes.flip;
    const auto cosine = static_cast<float>(cos_pi(angle)) * zoom;
    const auto sine = static_cast<float>(sin_pi(angle)) * zoom;
    const auto slope = static_cast<float>(sin_pi(slant) / cos_pi(slant));
    Map map{cosine, -sine, sine + slope * cosine, cosine - slope * sine, dy, dx};
    if (flipped) {
        map.yx = -map.yx;
        map.xx = -map.xx;
    }
    return map;
}

// The number at (y, x), between pixels.
float number_at(const float* plane, int height, int width, float y, float x) {
    if (!(y > -1 && y < static_cast<float>(height) && x > -1 && x < static_cast<float>(width))) return 0;
    const int top = static_cast<int>(std::floor(y));
    const int left = static_cast<int>(std::floor(x));
    const float down = y - static_cast<float>(top);
    const float right = x - static_cast<float>(left);
    const auto pixel = [=](int row, int column) {
        const bool inside = row >= 0 && row < height && column >= 0 && column < width;
        return inside ? plane[row * width + column] : 0.0F;
    };
    const float upper = pixel(top, left) * (1 - right) + pixel(top, left + 1) * right;
    const float lower = pixel(top + 1, left) * (1 - right) + pixel(top + 1, left + 1) * right;
    return upper * (1 - down) + lower * down;
}

void move_plane(const Map& map, int height, int width, const float* from, float* to) {
    const float middle_y = static_cast<float>(height - 1) / 2;
    const float middle_x = static_cast<float>(width - 1) / 2;
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            const float y = static_cast<float>(row) - middle_y - map.y;
            const float x = static_cast<float>(column) - middle_x - map.x;
            *to++ = number_at(from, height, width, map.yy * y + map.yx * x + middle_y,
                              map.xy * y + map.xx * x + middle_x);
        }
    }
}

}  // namespace

void augment(const Augmentation& changes, const AugmentationKey& key, Shape shape, const float* from,
             float* to) {
    Rng rng = rng_for(key);
    const Map map = draw_map(changes, shape, rng);
    const std::size_t plane = static_cast<std::size_t>(shape.h) * static_cast<std::size_t>(shape.w);
    for (std::size_t c = 0; c < static_cast<std::size_t>(shape.c); ++c) {
        if (changes.moves())
            move_plane(map, shape.h, shape.w, from + c * plane, to + c * plane);
        else
            std::copy(from + c * plane, from + (c + 1) * plane, to + c * plane);
    }
    if (changes.noise <= 0) return;
    constexpr float kRootOfThree = 1.7320508F;  // the sum of four has the variance 4 / 12
    for (std::size_t i = 0; i < shape.size(); ++i) {
        float sum = 0;
        for (int k = 0; k < 4; ++k) sum += rng.unit();
        to[i] += changes.noise * (kRootOfThree * (sum - 2));
    }
}

}  // namespace cnn
