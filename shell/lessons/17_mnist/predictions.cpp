// Predictions, oldest first.
#include "shell/lessons/17_mnist/predictions.h"

#include <algorithm>
#include <vector>

#include "core/net/predictor.h"
#include "core/net/summary.h"

namespace shell::lesson_mnist {

const Prediction* Predictions::find(int image) const {
    const auto found = known_.find(image);
    return found == known_.end() ? nullptr : &found->second;
}

bool Predictions::renew(const cnn::Network& network, std::uint64_t version, const cnn::Dataset& images,
                        std::span<const int> wanted, std::int64_t multiply_adds) {
    const auto age = [&](int image) {
        const Prediction* known = find(image);
        return known ? static_cast<std::int64_t>(known->version) : -1;
    };
    std::vector<int> stale;
    for (const int image : wanted)
        if (image >= 0 && image < images.count() && age(image) != static_cast<std::int64_t>(version))
            stale.push_back(image);
    if (stale.empty()) return false;
    std::stable_sort(stale.begin(), stale.end(), [&](int a, int b) { return age(a) < age(b); });

    const std::int64_t cost = std::max<std::int64_t>(1, cnn::summarise(network.spec).multiply_adds);
    const auto count =
        std::min(stale.size(), static_cast<std::size_t>(std::max<std::int64_t>(1, multiply_adds / cost)));
    std::vector<float> x(images.image.size());
    cnn::Predictor predictor(network);
    for (std::size_t i = 0; i < count; ++i) {
        images.image_to(stale[i], x.data());
        const std::span<const float> probabilities = predictor.predict(x);
        const auto best = std::max_element(probabilities.begin(), probabilities.end());
        known_[stale[i]] = {static_cast<int>(best - probabilities.begin()), *best, version};
    }
    return count < stale.size();
}

}  // namespace shell::lesson_mnist
