// Loss, accuracy and the confusion matrix from what the network said about each image.
#include "core/train/evaluation.h"

namespace cnn {

Evaluation summarise_evaluation(int images, int classes, const Answers& answers) {
    Evaluation result;
    result.images = images;
    result.total = static_cast<int>(answers.labels.size());
    result.classes = classes;
    result.predictions = answers.predictions;
    result.confidence = answers.confidence;
    result.losses = answers.losses;
    result.probabilities = answers.probabilities;
    result.labels = answers.labels;
    result.confusion.assign(static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes), 0);
    double loss = 0;
    int correct = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(images); ++i) {
        loss += static_cast<double>(answers.losses[i]);
        const std::uint8_t label = answers.labels[i];
        const std::uint8_t prediction = answers.predictions[i];
        correct += prediction == label ? 1 : 0;
        ++result.confusion[static_cast<std::size_t>(label) * static_cast<std::size_t>(classes) + prediction];
    }
    if (images > 0) {
        result.loss = static_cast<float>(loss / images);
        result.accuracy = static_cast<float>(correct) / static_cast<float>(images);
    }
    return result;
}

}  // namespace cnn
