#include "core/io/layer_names.h"

#include <map>

#include "core/net/spec_text.h"

namespace cnn {

std::vector<std::string> layer_names(const NetworkSpec& spec) {
    std::map<std::string, int> counts;
    std::vector<std::string> names;
    for (const LayerSpec& layer : spec.layers) {
        const std::string text = to_text(layer);
        const std::string word = text.substr(0, text.find(' '));
        names.push_back(word + std::to_string(++counts[word]));
    }
    return names;
}

}  // namespace cnn
