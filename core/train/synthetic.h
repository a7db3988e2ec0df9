// Sets of points in the plane whose classes no straight line, or only one, can part. Points follow from the
// seed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/train/dataset.h"

namespace cnn {

enum class SyntheticKind { kGaussians, kXor, kCircles, kMoons, kSpirals };  // in the order of the table

struct SyntheticInfo {
    SyntheticKind kind;
    std::string_view name;   // as the command line says it
    std::string_view title;  // what it looks like
    int classes;
};
std::span<const SyntheticInfo> synthetic_sets();
std::optional<SyntheticKind> find_synthetic(std::string_view name);

// `count` points (x, y) as images of 2 x 1 x 1, about [-1, 1] wide, classes in turn. noise: standard
// deviation of what is added to both coordinates (nearly normal: a sum of four uniform numbers).
Dataset make_synthetic(SyntheticKind kind, int count, float noise, std::uint64_t seed);

}  // namespace cnn
