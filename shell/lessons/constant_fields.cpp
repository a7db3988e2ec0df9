#include "shell/lessons/constant_fields.h"

#include <algorithm>

#include "shell/state/field_text.h"

namespace shell {

void visit_constant(FieldVisitor& visitor, const cnn::ConstantInfo& info, cnn::OptimizerConstants& said) {
    std::optional<float>& value = said.*info.value;
    float number = value.value_or(kUsual);
    visitor.real({info.name, info.title}, number, kUsual, info.most);
    value = number < 0 ? std::nullopt : std::optional(std::max(number, info.least));
}

nlohmann::json constants_json(const cnn::OptimizerConstants& said) {
    nlohmann::json json = nlohmann::json::object();
    for (const cnn::ConstantInfo& info : cnn::constant_infos())
        if (const std::optional<float> number = said.*info.value)
            json[std::string(info.name)] = number_json(*number);
    return json;
}

}  // namespace shell
