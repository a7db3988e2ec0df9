// The lesson on kernels and pictures without its picture: a picture or a small grid, a kernel of 3 x 3, the
// result and what is made of it, each pixel's sum product by product. The result is the reference's, the sums
// are its trace's.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/io/image.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv2d/trace.h"
#include "shell/lessons/08_pictures/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_pictures {

// Where the playhead stands. One kernel: nine products, the sum, what is made of it. Gradient: across, up,
// magnitude, direction.
struct Cursor {
    int row = 0;  // of the result
    int column = 0;
    int step = 0;  // within the pixel
};
inline constexpr int kProducts = 9;
inline constexpr int kSumStep = kProducts;  // one kernel
inline constexpr int kShownStep = kProducts + 1;
inline constexpr int kMagnitudeStep = 2;  // gradient
inline constexpr int kDirectionStep = 3;

class PicturesModel final : public SteppedModel {
 public:
    PicturesModel();

    cnn::Status take_file(const GivenFile& file) override;
    bool wants_camera() const override { return camera_; }
    void take_camera(const GivenFile& picture) override {
        take_own({picture.width, picture.height, picture.bytes}, "the camera");
    }
    void camera_ended() override { camera_ = false; }
    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return gradient() ? 1 : 3; }
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    bool gradient() const { return settings_.task == Task::kGradient; }
    const cnn::WindowPlan& window() const { return plan_.window; }
    const cnn::Tensor& input() const { return input_; }  // (1, 1, H, W)
    const cnn::Tensor& kernels() const {
        return kernels_;
    }  // (1, 1, 3, 3); gradient: (2, 1, 3, 3), across and up
    const cnn::Tensor& result() const { return result_; }  // (1, 1 or 2, OH, OW)
    const cnn::Tensor& shown() const { return shown_; }    // (1, 1, OH, OW): clamped, ..., or the magnitude
    float direction(int row, int column) const;  // degrees: 0 brighter to the right, 90 brighter upwards
    float kernel_sum() const;                    // what a flat area is multiplied by
    float checkerboard()
        const;  // what the finest pattern is multiplied by: its pixels change sign with each step
    bool own_picture() const { return own_.has_value(); }
    const std::string& own_name() const { return own_name_; }

    int steps_per_pixel() const { return gradient() ? kDirectionStep + 1 : kShownStep + 1; }
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int row, int column) const;  // grid of numbers: the first step of the pixel
    cnn::Conv2dTrace trace(int kernel, int row, int column) const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<PicturesModel>(); }
    void add_commands();
    cnn::Status take_kernel(const Arguments& args);
    void take_own(cnn::Picture picture, std::string name);
    void take_pixels();
    void make_shown();
    void refresh();

    Settings settings_;
    cnn::Conv2dPlan plan_;
    cnn::Tensor input_;
    cnn::Tensor kernels_;
    cnn::Tensor result_;
    cnn::Tensor shown_;
    std::optional<cnn::Picture> own_;
    std::string own_name_;
    bool camera_ = false;
    int own_since_ = 0;  // the source when it was taken: another one puts it away
};

}  // namespace shell::lesson_pictures
