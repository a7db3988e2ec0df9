// Whether the inside of the network is shown as it predicts or in a batch as in training, and which batch.
#include <algorithm>
#include <array>

#include "shell/lessons/17_mnist/explained.h"
#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {

void batch_controls(Ui& ui, const MnistModel& model) {
    static constexpr std::array<std::string_view, 2> kModes = {"As it predicts", "As in training"};
    if (!model.differs_in_training()) return;
    const Selection& selection = model.selection();
    if (const auto mode = segmented(ui, "explain.in_training", kModes, selection.in_training ? 1 : 0))
        ui.set("in_training", *mode == 1);
    space(ui, 4);
    if (!selection.in_training) return;
    if (model.in_batch()) {
        const bool pictures = model.setup().data_info().pictures();
        const int images = model.batch_size();
        const int most = model.most_in_batch();  // 1 in a set of one image
        if (const auto wanted = stepper(ui, "explain.batch_images",
                                        pictures ? "Images in the batch" : "Examples in the batch", images,
                                        std::min(2, most), most))
            ui.set("batch_images", *wanted);
        const int first = selection.batch_first;
        if (const auto image =
                stepper(ui, "explain.image", pictures ? "Image of the batch" : "Example of the batch",
                        selection.image, first, first + images - 1))
            ui.set("image", *image);
    }
    paragraph(ui, batch_text(model), TextStyle::kSmall, model.in_batch() ? Colour::kMuted : Colour::kText);
    space(ui, 6);
}

void batch_parts(Ui& ui, const MnistModel& model) {
    static constexpr std::array<std::string_view, 3> kParts = {"The number", "Mean", "Variance"};
    if (!model.in_batch() || !normalises(model)) return;
    if (const auto part = segmented(ui, "explain.part", kParts, static_cast<int>(model.batch_part())))
        ui.set("batch_part", kBatchPartNames[static_cast<std::size_t>(*part)]);
    space(ui, 6);
}

}  // namespace shell::lesson_mnist
