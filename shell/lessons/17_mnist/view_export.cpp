// Where the network leaves for other programs, and weights come back.
#include <vector>

#include "core/io/export.h"
#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {

void take_along(Ui& ui, const MnistModel& model) {
    space(ui, 18);
    heading(ui, "Take it along");
    std::vector<MenuRow> rows;
    std::vector<std::string> slugs;
    for (const cnn::ExportFormat& format : cnn::export_formats()) {
        if (!format.one_file) continue;
        rows.push_back({"", std::string(format.title), std::string(format.ending), false});
        slugs.emplace_back(format.slug);
    }
    if (const auto chosen = menu(ui, "export", "Export", rows, -1))
        ui.command("export", {{"format", slugs[static_cast<std::size_t>(*chosen)]}});
    ImGui::SameLine();
    if (button(ui, "open-weights", "Open weights", ButtonLook::kQuiet, Icon::kNone, model.data() != nullptr))
        ui.command("open-weights");
    space(ui, 6);
    paragraph(
        ui,
        "The network as it is now, for PyTorch, Keras, ONNX Runtime or TensorFlow.js. Weights come back "
        "from .safetensors and .npz files; they may be dropped here. A .safetensors of ours brings its "
        "network.",
        TextStyle::kSmall, Colour::kMuted);
}

}  // namespace shell::lesson_mnist
