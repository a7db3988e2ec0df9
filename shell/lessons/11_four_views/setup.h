// The fields of the lesson, and the one window that each topic comes to.
#pragma once

#include <array>
#include <string_view>

#include "shell/lessons/11_four_views/model.h"

namespace shell::lesson_four_views {

inline constexpr std::array<std::string_view, 3> kTopics{"product", "layer", "picture"};
void visit_fields(FieldVisitor& visitor, Settings& settings);

// A kernel over an input.
struct Sliding {
    cnn::WindowPlan window;
    cnn::Tensor input;
    cnn::Tensor used;
};
// A product of polynomials: `band` slides, turned around, with full padding.
Sliding product_of(const Line& input, const Line& band);
cnn::Result<Sliding> sliding_of(const Settings& settings);

void fill_square(NumberSheets& sheet, int side, std::span<const float> values);

}  // namespace shell::lesson_four_views
