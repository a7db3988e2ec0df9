// Worked examples and errata. Outputs are the lectures'; gradients, which no lecture computes, were worked
// out independently of this program.
#include "shell/lessons/13_backward/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_backward {
namespace {

constexpr std::string_view kSeven =
    "input=1,1,1,0,0,0,1,1,1,0,0,0,1,1,1,0,0,1,1,0,0,1,1,0,0&kernel=1,0,1,0,1,0,1,0,1";
constexpr std::string_view kTrue =
    "input=1,1,1,1,1,-1,0,-3,0,1,2,1,1,-1,0,0,-1,1,2,1,1,2,1,1,1&kernel=-1,0,0,0,0,0,0,0,1";
constexpr std::string_view kGuidePicture =
    "input=3,3,2,1,0,0,0,1,3,1,3,1,2,2,3,2,0,0,2,2,2,0,0,0,1&kernel=0,1,2,2,2,0,0,1,2";
constexpr std::string_view kSlice =
    "size=4&kernel_size=2&stride=2&goal=1,2,3,4&input=1,9,6,4,5,4,7,8,5,1,2,9,6,7,6,0";

std::string with(std::string_view fields, std::string_view more) {
    return std::string(fields) + "&" + std::string(more);
}

void add_binary_picture(std::vector<LectureExample>& all) {
    constexpr std::string_view kNote =
        "The picture, the kernel and the outputs are the lecture's. It stops at the forward pass: the "
        "outputs' gradients here are made up, and what follows from them was worked out by hand.";
    all.push_back({"S2-14",
                   "Binary picture, forward",
                   kLectureS2,
                   kNote,
                   with(kSeven, "phase=forward"),
                   {4, 3, 4, 2, 4, 3, 2, 3, 4},
                   0,
                   3});
    all.push_back({"S2-14w",
                   "Binary picture, the weights' gradient",
                   kLectureS2,
                   kNote,
                   with(kSeven, "phase=weights"),
                   {4, 4, 5, 2, 4, 5, 0, 4, 6},
                   0,
                   3});
    all.push_back({"S2-14b",
                   "Binary picture, the bias' gradient",
                   kLectureS2,
                   kNote,
                   with(kSeven, "phase=bias"),
                   {6},
                   0,
                   1});
    all.push_back({"S2-14x",
                   "Binary picture, the pixels' gradient",
                   kLectureS2,
                   kNote,
                   with(kSeven, "phase=input"),
                   {1, 2, 1, 2, 0, 0, 2, 1, 1, -1, 3, 2, 5, 1, 1, 0, 3, -1, 2, -1, 2, 0, 3, 0, 1},
                   0,
                   5});
}

void add_true_convolution(std::vector<LectureExample>& all) {
    constexpr std::string_view kNote =
        "The lecture's formula is true convolution: its filter 1, 0, 0 / 0, 0, 0 / 0, 0, -1 stands here "
        "already turned by half a turn. The gradients are with respect to the kernel as it stands here.";
    all.push_back({"S2-9",
                   "Two weights, forward",
                   kLectureS2,
                   kNote,
                   with(kTrue, "phase=forward"),
                   {0, -2, -1, 2, 2, 4, -1, 0, 0},
                   0,
                   3});
    all.push_back({"S2-9w",
                   "Two weights, their gradient",
                   kLectureS2,
                   kNote,
                   with(kTrue, "phase=weights"),
                   {11, 1, 4, 0, -4, -1, 5, 7, 3},
                   0,
                   3});
    all.push_back({"S2-9x",
                   "Two weights, the pixels' gradient",
                   kLectureS2,
                   kNote,
                   with(kTrue, "phase=input"),
                   {-1, -2, 0, 0, 0, 0, -1, 1, 0, 0, -2, 0, 0, 2, 0, 0, 0, 0, 1, -1, 0, 0, 2, 0, 1},
                   0,
                   5});
}

void add_sub_sampling(std::vector<LectureExample>& all) {
    constexpr std::string_view kNote =
        "The lecture's picture and kernel, figure 1.1 of Dumoulin and Visin's guide. The outputs' gradients "
        "are made up.";
    constexpr std::string_view kStrided =
        "The same picture with padding 1 and stride 2, figure 1.2 of the guide. Between the outputs' "
        "gradients there are zeros on the way back, because the outputs skipped pixels.";
    all.push_back({"S2-5",
                   "Nine outputs, forward",
                   kLectureS2,
                   kNote,
                   with(kGuidePicture, "phase=forward"),
                   {12, 12, 17, 10, 17, 19, 9, 6, 14},
                   0,
                   3});
    all.push_back({"S2-5w",
                   "Nine outputs, the weights' gradient",
                   kLectureS2,
                   kNote,
                   with(kGuidePicture, "phase=weights"),
                   {16, 9, 13, 3, 4, 8, 9, 3, 7},
                   0,
                   3});
    all.push_back({"S2-5x",
                   "Nine outputs, the pixels' gradient",
                   kLectureS2,
                   kNote,
                   with(kGuidePicture, "phase=input"),
                   {0, 1, 4, 4, 0, 2, 6, 5, 1, -2, 0, 5, 8, 3, 2, 4, 4, 3, 3, -2, 0, 2, 4, 1, 2},
                   0,
                   5});
    all.push_back({"S2-5p",
                   "Padding 1 and stride 2, forward",
                   kLectureS2,
                   kStrided,
                   with(kGuidePicture, "stride=2&pad=1&phase=forward"),
                   {6, 17, 3, 8, 17, 13, 6, 4, 4},
                   0,
                   3});
    all.push_back({"S2-5pw",
                   "Padding 1 and stride 2, the weights' gradient",
                   kLectureS2,
                   kStrided,
                   with(kGuidePicture, "stride=2&pad=1&phase=weights"),
                   {-1, 6, 3, 5, 11, 7, -2, 0, 8},
                   0,
                   3});
    all.push_back({"S2-5px",
                   "Padding 1 and stride 2, the pixels' gradient",
                   kLectureS2,
                   kStrided,
                   with(kGuidePicture, "stride=2&pad=1&phase=input"),
                   {2, 4, 4, 0, 0, 1, 2, 3, 6, -1, 0, 2, 2, -2, -2, 2, 4, 1, 2, 0, 4, 0, 0, 2, 2},
                   0,
                   5});
}

void add_pooling(std::vector<LectureExample>& all) {
    constexpr std::string_view kWinner =
        "Pooling has no weights, yet the gradient passes through it: of each maximum it goes to the pixel "
        "that won, and the others get nothing.";
    constexpr std::string_view kShares =
        "Each pixel has a quarter of the average, so it gets a quarter of the gradient.";
    all.push_back(
        {"S2-5m",
         "Maximum of 3 × 3, stride 1: the pixels' gradient",
         kLectureS2,
         "Forward the lecture's guide has 3, 3, 3 / 3, 3, 3 / 3, 2, 3. The windows overlap: a pixel "
         "that wins several times gets several gradients. Of equal pixels the first one wins.",
         with(kGuidePicture, "operation=max-pooling&phase=input"),
         {1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
         0,
         5});
    all.push_back({"S3-21",
                   "Maximum of 2 × 2: the winner takes all",
                   kLectureS3,
                   kWinner,
                   with(kSlice, "operation=max-pooling&phase=input"),
                   {0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 3, 0, 0},
                   0,
                   4});
    all.push_back(
        {"S3-21a",
         "Average of 2 × 2: equal shares",
         kLectureS3,
         kShares,
         with(kSlice, "operation=average-pooling&phase=input"),
         {0.25F, 0.25F, 0.5F, 0.5F, 0.25F, 0.25F, 0.5F, 0.5F, 0.75F, 0.75F, 1, 1, 0.75F, 0.75F, 1, 1},
         0,
         4});
}

void add_whole_round(std::vector<LectureExample>& all) {
    constexpr std::string_view kNote =
        "The lecture's list in numbers: forward pass, error, backward pass, update. The loss is half the sum "
        "of the squared errors, all targets are 0; one step of rate 0.01 takes it from 15 to 7.81355. "
        "Inference is the forward pass alone.";
    constexpr std::string_view kRound = "loss=squared&goal=0,0,0,0,0,0,0,0,0&rate=0.01";
    all.push_back({"S0-9",
                   "Forward, error, backward, update: the error",
                   kLectureS0,
                   kNote,
                   with(kTrue, with(kRound, "phase=error")),
                   {0, -2, -1, 2, 2, 4, -1, 0, 0},
                   0,
                   3});
    all.push_back({"S0-9u",
                   "Forward, error, backward, update: the update",
                   kLectureS0,
                   kNote,
                   with(kTrue, with(kRound, "phase=update")),
                   {-0.81F, 0.1F, 0.06F, -0.13F, -0.07F, 0.02F, 0.02F, -0.05F, 0.89F, -0.04F},
                   1e-6F,
                   5});
}

}  // namespace

std::span<const LectureExample> backward_examples() {
    static const std::vector<LectureExample> table = [] {
        std::vector<LectureExample> all;
        add_whole_round(all);
        add_sub_sampling(all);
        add_true_convolution(all);
        add_binary_picture(all);
        add_pooling(all);
        return all;
    }();
    return table;
}

std::span<const Erratum> backward_errata() {
    static constexpr Erratum kErrata[] = {
        {"E8", kLectureS0, "Pooling layers reduce the number of parameters.", "example=S3-21",
         "Pooling has no parameters, as another lecture says: there is nothing to update here, only a "
         "gradient to pass on. It makes the map smaller, and so the dense layers behind it."},
    };
    return kErrata;
}

}  // namespace shell::lesson_backward
