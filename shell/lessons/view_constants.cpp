#include "shell/lessons/view_constants.h"

#include <algorithm>

#include "shell/lessons/constant_fields.h"
#include "shell/widgets/controls.h"

namespace shell {

void constant_row(Ui& ui, const cnn::ConstantInfo& info, std::span<const cnn::OptimizerKind> kinds,
                  const cnn::OptimizerConstants& said) {
    const auto first = std::find_if(kinds.begin(), kinds.end(), [&](cnn::OptimizerKind kind) {
        return cnn::has_constant(kind, info.value);
    });
    if (first == kinds.end()) return;
    const float now = cnn::constant_of(*first, said, info.value);
    const float usual = cnn::constant_of(*first, {}, info.value);
    if (const auto typed = number_field(ui, info.name, info.title, now, info.least, info.most))
        ui.set(info.name, *typed == usual ? kUsual : *typed);
}

}  // namespace shell
