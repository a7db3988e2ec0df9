// Where the numbers of a chunk of images lie, in one block of memory that is planned before it is allocated.
// A value stays as long as somebody reads it, forward or back; then its place is given away. Layers that work
// in place (activations, sums) share the place of what they read, and flatten is only another name for it.
#pragma once

#include <cstddef>
#include <vector>

#include "core/net/layer_plan.h"

namespace cnn {

enum class Passes { kForward, kTraining };

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

// Values are counted from the image: value 0 is the image, value i + 1 the output of layer i. Places are in
// floats from the start of the block, each a multiple of 64 bytes.
struct MemoryPlan {
    std::vector<std::size_t> values;     // place of (n, value)
    std::vector<std::size_t> gradients;  // place of the value's gradient; kNowhere: not wanted
    // By layer: where it puts the gradient of its input when a later layer has begun that gradient, to which
    // it is added then; kNowhere: it begins the gradient itself.
    std::vector<std::size_t> parts;
    std::vector<int> last_reader;  // by value; it begins the value's gradient. -1: nobody reads it
    std::size_t floats = 0;        // of the block
};

// For chunks of up to `images` images. Gradients are planned with kTraining only.
MemoryPlan plan_memory(const NetworkSpec& spec, const std::vector<LayerPlan>& plan, int images,
                       Passes passes);

}  // namespace cnn
