// From the fields to one window with one kernel, whatever the topic; matrices and transforms of the same
// numbers; who touches whom.
#include "shell/lessons/11_four_views/model.h"

#include <algorithm>
#include <limits>

#include "core/ops/conv2d/reference.h"
#include "shell/lessons/11_four_views/setup.h"
#include "shell/lessons/window_slips.h"

namespace shell::lesson_four_views {

std::unique_ptr<LessonModel> make_model() { return std::make_unique<FourViewsModel>(); }

FourViewsModel::FourViewsModel() : SteppedModel({"term", "output", "number of the result"}) {
    constexpr std::array<float, 9> kPicture{1, 2, 0, 3, 1, 1, 0, 2, 4};
    constexpr std::array<float, 4> kKernel{1, 2, 3, 4};
    fill_square(settings_.picture, 3, kPicture);
    fill_square(settings_.kernel, 2, kKernel);
    add_commands();
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

void FourViewsModel::lesson_fields(FieldVisitor& visitor) { visit_fields(visitor, settings_); }

int FourViewsModel::count_steps() const {
    const auto sliding = sliding_of(settings_);
    if (!sliding) return std::numeric_limits<int>::max();
    const cnn::WindowPlan& window = sliding.value().window;
    return window.y.output * window.x.output * (static_cast<int>(sliding.value().used.size()) + 1);
}

cnn::Status FourViewsModel::compute() {
    auto sliding = sliding_of(settings_);
    if (!sliding) return sliding.error();
    window_ = sliding.value().window;
    input_ = sliding.value().input;
    used_ = sliding.value().used;
    output_ = cnn::Tensor({1, 1, window_.y.output, window_.x.output});
    const float bias = 0;
    cnn::reference_conv2d_forward(cnn::Conv2dPlan{1, 1, window_}, 1, input_.data(), used_.data(), &bias,
                                  output_.data());
    matrix_ = cnn::window_matrix(used_, window_);
    patches_ = cnn::patch_matrix(input_, window_);
    transforms_ = cnn::convolve_by_fft(settings_.alpha.shown(), settings_.beta.shown());
    const Sliding alpha = product_of(settings_.beta, settings_.alpha);
    const Sliding beta = product_of(settings_.alpha, settings_.beta);
    by_alpha_ = cnn::multiply(cnn::window_matrix(alpha.used, alpha.window), alpha.input.values());
    by_beta_ = cnn::multiply(cnn::window_matrix(beta.used, beta.window), beta.input.values());
    direct_.resize(by_alpha_.size());
    cnn::reference_conv2d_forward(cnn::Conv2dPlan{1, 1, alpha.window}, 1, alpha.input.data(),
                                  alpha.used.data(), &bias, direct_.data());
    return cnn::success();
}

Cursor FourViewsModel::cursor_at(int t) const {
    const int term = t % steps_per_part();
    return {t / steps_per_part(), term, term == taps()};
}

cnn::Conv2dTrace FourViewsModel::trace(int output, const cnn::Tensor& weights,
                                       const cnn::WindowPlan& window) const {
    constexpr std::array<float, 1> kNoBias{0};
    return cnn::trace_conv2d(input_, weights, kNoBias, window, 0, output / window.x.output,
                             output % window.x.output);
}

int FourViewsModel::input_of(int output, int weight) const {
    const int iy = window_.y.tap(output / window_.x.output, weight / window_.x.kernel);
    const int ix = window_.x.tap(output % window_.x.output, weight % window_.x.kernel);
    return window_.y.inside(iy) && window_.x.inside(ix) ? iy * window_.x.input + ix : -1;
}

int FourViewsModel::weight_between(int output, int input) const {
    for (int weight = 0; weight < taps(); ++weight)
        if (input_of(output, weight) == input) return weight;
    return -1;
}

bool FourViewsModel::reaches(const Touched& touched, const Touched& other) const {
    using What = Touched::What;
    if (touched.what > other.what) return reaches(other, touched);
    if (touched.what == What::kInput && other.what == What::kOutput)
        return weight_between(other.index, touched.index) >= 0;
    if (touched.what == What::kInput && other.what == What::kWeight) {
        for (int output = 0; output < outputs(); ++output)
            if (input_of(output, other.index) == touched.index) return true;
        return false;
    }
    return touched.what == What::kWeight && other.what == What::kOutput &&
           input_of(other.index, touched.index) >= 0;
}

cnn::Operations FourViewsModel::direct_operations() const {
    if (product()) return cnn::pairwise_operations(settings_.alpha.count, settings_.beta.count);
    cnn::Operations all;
    for (int output = 0; output < outputs(); ++output) {
        int products = 0;
        for (int weight = 0; weight < taps(); ++weight) products += input_of(output, weight) >= 0 ? 1 : 0;
        all = all + cnn::Operations{products, std::max(products - 1, 0)};
    }
    return all;
}

cnn::Operations FourViewsModel::dense_operations() const {
    return cnn::dense_operations(matrix_.shape().h, matrix_.shape().w);
}

std::vector<float> FourViewsModel::outcome() const {
    if (!product()) return {output_.values().begin(), output_.values().end()};
    std::vector<float> all = direct_;
    all.insert(all.end(), by_alpha_.begin(), by_alpha_.end());
    all.insert(all.end(), by_beta_.begin(), by_beta_.end());
    for (const double number : transforms_.result) all.push_back(static_cast<float>(number));
    const int length = static_cast<int>(direct_.size());
    const cnn::Operations direct = direct_operations();
    for (const std::int64_t count :
         {direct.multiplications, direct.additions,
          cnn::dense_operations(length, settings_.beta.count).multiplications,
          cnn::dense_operations(length, settings_.alpha.count).multiplications,
          transforms_.operations.multiplications, transforms_.operations.additions})
        all.push_back(static_cast<float>(count));
    return all;
}

// ---- Predict, then reveal

std::optional<Question> FourViewsModel::question(int t) const {
    if (t % steps_per_part() != 0) return std::nullopt;
    const Cursor at = cursor_at(t);
    Question question;
    question.prompt = (product() ? "The coefficient δ" + std::to_string(at.output)
                                 : "Output " + std::to_string(at.output + 1)) +
                      ": which number comes out?";
    question.answer = static_cast<double>(output_.values()[static_cast<std::size_t>(at.output)]);
    question.shown_at = t + taps();
    question.mistakes.push_back(
        {static_cast<double>(trace(at.output, cnn::rotate_kernels(used_), window_).result),
         product() ? "That is the sum with both indices rising: they run against each other, i + j = k."
                   : "That is with the weights turned around: here they slide as written."});
    add_window_slips(
        window_, [&](const cnn::WindowPlan& wrong) { return trace(at.output, used_, wrong).result; },
        question);
    return question;
}

}  // namespace shell::lesson_four_views
