// Loss, accuracy and the confusion matrix from what the network said about each image.
#include "core/train/evaluation.h"

namespace cnn {

Evaluation summarise_evaluation(int images, int classes, const std::vector<float>& losses,
                                const std::vector<std::uint8_t>& predictions,
                                const std::vector<float>& confidence,
                                const std::vector<std::uint8_t>& labels) {
    Evaluation result;
    result.images = images;
    result.total = static_cast<int>(labels.size());
    result.predictions = predictions;
    result.confidence = confidence;
    result.confusion.assign(static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes), 0);
    double loss = 0;
    int correct = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(images); ++i) {
        loss += static_cast<double>(losses[i]);
        correct += predictions[i] == labels[i] ? 1 : 0;
        ++result.confusion[static_cast<std::size_t>(labels[i]) * static_cast<std::size_t>(classes) +
                           predictions[i]];
    }
    if (images > 0) {
        result.loss = static_cast<float>(loss / images);
        result.accuracy = static_cast<float>(correct) / static_cast<float>(images);
    }
    return result;
}

}  // namespace cnn
