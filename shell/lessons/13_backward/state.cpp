// The lesson as JSON. Rows and columns count from 0.
#include "core/ops/conv2d/trace.h"
#include "shell/lessons/13_backward/model.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_backward {
namespace {

using nlohmann::json;

json check_json(const Check& check) {
    return {{"value", check.value},      {"gradient", check.gradient}, {"loss", check.loss},
            {"loss_above", check.above}, {"loss_below", check.below},  {"one_sided", check.one_sided},
            {"central", check.central}};
}

json terms_json(const Work& work) {
    json terms = json::array();
    for (const WorkTerm& term : work.terms)
        terms.push_back({{"iy", term.iy},
                         {"ix", term.ix},
                         {"ky", term.ky},
                         {"kx", term.kx},
                         {"oy", term.oy},
                         {"ox", term.ox},
                         {"nothing", term.nothing},
                         {"left", number_json(term.left)},
                         {"right", number_json(term.right)},
                         {"product", number_json(term.product)},
                         {"partial", number_json(term.partial)}});
    return terms;
}

json grid_json(const cnn::Tensor& tensor) { return matrix_json(tensor.shape().w, tensor.values()); }

}  // namespace

json BackwardModel::lesson_state() const {
    const Cursor now = cursor();
    const Work current = current_work();
    json out = {{"operation", operation_names()[static_cast<std::size_t>(settings_.operation)]},
                {"phase", phase_names()[static_cast<std::size_t>(settings_.phase)]},
                {"loss_kind", settings_.loss == Loss::kSquared ? "squared" : "weighted"},
                {"geometry", window_json(numbers_.window)},
                {"input", grid_json(numbers_.x)},
                {"output", grid_json(numbers_.y)},
                {"goal", grid_json(numbers_.goal)},
                {"output_gradient", grid_json(numbers_.dy)},
                {"input_gradient", grid_json(numbers_.dx)},
                {"loss", numbers_.loss},
                {"cursor",
                 {{"part", now.part},
                  {"parts", parts_of(settings_)},
                  {"term", now.term},
                  {"terms", terms_of(settings_)},
                  {"on_result", now.result}}},
                {"terms", terms_json(current)},
                {"result", number_json(current.result)}};
    if (!settings_.pooling()) {
        out["kernel"] = grid_json(numbers_.w);
        out["turned_kernel"] = grid_json(cnn::rotate_kernels(numbers_.w));
        out["spread_gradient"] = grid_json(spread_gradient(settings_, numbers_));
        out["bias"] = number_json(settings_.bias);
        out["kernel_gradient"] = grid_json(numbers_.dw);
        out["bias_gradient"] = number_json(numbers_.db);
        out["rate"] = number_json(settings_.rate);
        out["updated_kernel"] = grid_json(numbers_.new_w);
        out["updated_bias"] = number_json(numbers_.new_bias);
        out["loss_after"] = numbers_.loss_after;
    }
    if (const auto found = check()) out["check"] = check_json(*found);
    return out;
}

}  // namespace shell::lesson_backward
