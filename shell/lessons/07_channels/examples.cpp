// The lectures' worked examples about channels and filters. Expected numbers are the lectures' own, or were
// computed by hand and by another program where a lecture gives none.
#include "shell/lessons/07_channels/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_channels {

std::span<const LectureExample> ChannelsModel::lecture_examples() const {
    static const std::vector<LectureExample> table{
        {"S0-11",
         "Two channels in one dimension",
         kLectureS0,
         "h1 to h6 and h7 to h12 are two channels; a kernel of 3 over both has 6 weights and 1 bias for each "
         "channel that comes out. The lecture gives no numbers: these are ours.",
         "height=1&width=6&channels=2&filters=2&pad=0&kernel_height=1&kernel_width=3&stride=1&bias=1,0&input="
         "1,2,3,4,5,6,7,8,9,10,11,12&kernel=1,0,-1,0,1,0,1,1,1,-1,-1,-1",
         {7, 8, 9, 10, -18, -18, -18, -18},
         0,
         4},
        {"S2-13",
         "A layer as a map of sizes",
         kLectureS2,
         "Step 2, filter 3 × 3, number 6, padding 1: M × N × D becomes M' × N' × P. Here 32 × 32 × 3 becomes "
         "16 × 16 × 6; the lecture leaves M, N and D open.",
         "topic=count&layers=1&filters_1=6&layer_stride=2&layer_pad=1&layer_kernel=3",
         {168, 168, 16, 16, 6},
         0,
         5},
        {"S2-23",
         "A colour picture as a matrix",
         kLectureS2,
         "The picture is read as a matrix of shape [400, 300, 3] and split into its channels. The lecture's "
         "photo is not in its text: the picture is ours.",
         "topic=split",
         {400, 300, 3, 120000, 360000},
         0,
         5},
        {"S3-10",
         "Three channels, two filters, stride 2",
         kLectureS3,
         "The CS231n demo: the input 5 × 5 × 3 with one pixel of padding, two filters 3 × 3 × 3, stride 2, "
         "biases 1 and 0. All 18 outputs are right, as cross-correlation.",
         "",
         {2, 3, 3, 3, 7, 3, 8, 10, -3, -8, -8, -3, -3, 1, 0, -3, -8, -5},
         0,
         3},
        {"S3-10b",
         "The same, each channel's own map",
         kLectureS3,
         "What the demo adds up unseen: each channel's products make a map of their own (first filter 1: "
         "three maps, then filter 2). Bias and the three maps of a filter make its output.",
         "maps=1",
         {-1, -2, -1, -2, 4,  2,  1,  4, -2, 1, 2,  1, 4,  2,  1,  3,  -1, -3, 1,  2,  2,  0,  0,  -1,
          3,  6,  1,  -1, -3, -3, -2, 2, 1,  0, -4, 0, -4, -2, -1, -1, 0,  -1, 0,  -3, -3, -3, -3, 1,
          0,  -1, 0,  -3, -1, -2, 2,  3, 3,  3, 7,  3, 8,  10, -3, -8, -8, -3, -3, 1,  0,  -3, -8, -5},
         0,
         3},
        {"S3-15",
         "ReLU of a sum of 27 products",
         kLectureS3,
         "A window over three channels has 3 × 3 × 3 = 27 products, one bias and one ReLU. The picture of "
         "the lecture holds no numbers: these are ours.",
         "size=3&filters=1&pad=0&stride=1&relu=1&bias=-1&input=1,0,2,3,1,0,0,2,1,2,1,0,0,1,1,1,0,2,0,1,1,2,0,"
         "1,1,1,0&kernel=1,0,-1,1,1,0,0,-1,1,0,1,0,-1,0,1,1,0,-1,1,-1,0,0,1,0,0,0,1",
         {1},
         0,
         1},
        {"S3-16",
         "Four filters 4 × 4, four maps",
         kLectureS3,
         "Left dark and right light, top dark and bottom light, and the negatives of both: each filter "
         "answers to its own side of the square. The square is ours.",
         "size=8&channels=1&filters=4&pad=0&kernel_size=4&stride=2&bias=0,0,0,0&input=0,0,0,0,0,0,0,0,0,0,0,"
         "0,0,0,0,0,0,0,1,1,1,1,0,0,0,0,1,1,1,1,0,0,0,0,1,1,1,1,0,0,0,0,1,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
         "0,0,0,0&kernel=-1,-1,1,1,-1,-1,1,1,-1,-1,1,1,-1,-1,1,1,1,1,-1,-1,1,1,-1,-1,1,1,-1,-1,1,1,-1,-1,-1,-"
         "1,-1,-1,-1,-1,-1,-1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,-1,-1,-1,-1,-1,-1,-1,-1",
         {4, 0, -4, 8, 0, -8, 4,  0,  -4, -4, 0,  4,  -8, 0, 8, -4, 0, 4,
          4, 8, 4,  0, 0, 0,  -4, -8, -4, -4, -8, -4, 0,  0, 0, 4,  8, 4},
         0,
         3},
        {"S3-17",
         "A filter 2 × 2, stride 1",
         kLectureS3,
         "The rows +1, +1 and -1, -1 answer to edges that lie. First values 1 and 2 as in the lecture, whose "
         "picture is not in its text: these numbers are ours.",
         "size=4&channels=1&filters=1&kernel_size=2&bias=0&input=2,1,3,0,1,1,1,2,0,2,1,1,3,0,2,1&kernel=1,1,-"
         "1,-1&pad=0&stride=1",
         {1, 2, 0, 0, -1, 1, -1, 1, -1},
         0,
         3},
        {"S3-17b",
         "A filter 2 × 2, stride 2",
         kLectureS3,
         "The same numbers with stride 2: the windows no longer overlap.",
         "size=4&channels=1&filters=1&kernel_size=2&bias=0&input=2,1,3,0,1,1,1,2,0,2,1,1,3,0,2,1&kernel=1,1,-"
         "1,-1&pad=0&stride=2",
         {1, 0, -1, -1},
         0,
         2},
        {"S3-17c",
         "A filter 2 × 2, with padding",
         kLectureS3,
         "The same numbers with one pixel of padding: the map grows to 5 × 5.",
         "size=4&channels=1&filters=1&kernel_size=2&bias=0&input=2,1,3,0,1,1,1,2,0,2,1,1,3,0,2,1&kernel=1,1,-"
         "1,-1&pad=1&stride=1",
         {-2, -3, -4, -3, 0, 1, 1, 2, 0, -2, 1, 0, -1, 1, 1, -3, -1, 1, -1, 0, 3, 3, 2, 3, 1},
         0,
         5},
        {"S3-20",
         "Three layers of Conv2d, counted",
         kLectureS3,
         "Conv2d(3, 16, 3), (16, 32, 3), (32, 64, 3), all with padding 1: 448, 4640 and 18,496 parameters, "
         "23,584 in all, and the picture keeps its size.",
         "topic=count",
         {448, 4640, 18496, 23584, 32, 32, 64},
         0,
         7},
        {"1x1",
         "Filters of 1 × 1",
         kOwn,
         "A filter of 1 × 1 sees one pixel of each channel: it mixes channels and looks at no neighbours. "
         "Four channels become two with 4 × 2 weights.",
         "size=3&channels=4&filters=2&pad=0&kernel_size=1&stride=1&bias=0,1&input=1,0,2,0,3,1,2,1,0,0,1,1,2,"
         "0,1,1,0,3,1,1,0,0,2,1,0,1,2,2,0,1,1,1,0,0,0,1&kernel=1,-1,0,2,0,1,1,-1",
         {5, -1, 3, 0, 5, 0, 1, 1, -1, 0, 3, 1, 2, 2, 3, 2, 2, 5},
         0,
         3},
        {"grouped",
         "Two groups",
         kOwn,
         "Filter 1 reads channels 1 and 2, filter 2 channels 3 and 4: half the weights of the usual layer.",
         "size=3&channels=4&filters=2&groups=2&pad=0&kernel_size=2&stride=1&bias=0,0&input=1,0,2,0,3,1,2,1,0,"
         "0,1,1,2,0,1,1,0,3,1,1,0,0,2,1,0,1,2,2,0,1,1,1,0,0,0,1&kernel=1,0,0,-1,0,1,1,0,1,1,0,0,0,0,-1,-1",
         {1, 0, 0, 4, 0, 0, 2, 2},
         0,
         2},
        {"depthwise",
         "One filter for each channel",
         kOwn,
         "As many groups as channels: each channel has a filter of its own and nothing is added up across "
         "channels.",
         "size=3&channels=3&filters=3&groups=3&pad=0&kernel_size=2&stride=1&bias=0,0,0&input=1,0,2,0,3,1,2,1,"
         "0,0,1,1,2,0,1,1,0,3,1,1,0,0,2,1,0,1,2&kernel=1,0,0,-1,0,1,1,0,1,1,-1,-1",
         {-2, -1, -1, 3, 3, 1, 1, 1, 0, -2, 1, 0},
         0,
         2},
        {"separable",
         "Depthwise, then 1 × 1",
         kOwn,
         "The three layers of S3-20, each taken apart into a depthwise layer and a 1 × 1 layer: 3230 "
         "parameters in the place of 23,584.",
         "topic=count&separable=1",
         {94, 704, 2432, 3230, 32, 32, 64},
         0,
         7},
    };
    return table;
}

}  // namespace shell::lesson_channels
