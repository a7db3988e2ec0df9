// Local response normalisation across channels (AlexNet: Krizhevsky and others 2012, section 3.3), over a
// chunk of n images. Each number is divided by a power of the squares around it, at the same pixel:
//   scale[c] = bias + alpha / size (sum of x[k]^2), k from c - floor((size - 1) / 2) to c + ceil((size - 1) /
//   2) y[c] = x[c] / scale[c]^beta
// alpha / size is the form of ONNX and PyTorch; AlexNet's paper and TensorFlow do not divide, so their alpha
// (1e-4 at size 5) is size times smaller than the one to give here. TensorFlow's depth_radius is (size - 1) /
// 2; with an even size the window reaches one farther up in ONNX, one farther down in PyTorch: here as in
// ONNX. scale^-beta = exp(-beta log(scale)) by core/base/math; sums run over k, rising.
#pragma once

#include <cstddef>

namespace cnn {

struct LocalResponseNormPlan {
    int channels = 1;
    int pixels = 1;  // of one plane
    int size = 5;    // channels of a window
    float alpha = 1e-4F;
    float beta = 0.75F;
    float bias = 1;  // > 0; AlexNet 2

    int first(int c) const { return c > (size - 1) / 2 ? c - (size - 1) / 2 : 0; }
    int last(int c) const { return c + size / 2 < channels ? c + size / 2 : channels - 1; }
};

// Floats of workspace for backward: two planes of all channels.
std::size_t local_response_norm_workspace(const LocalResponseNormPlan& plan);

// x, y: (n, C, pixels)
void local_response_norm_forward(const LocalResponseNormPlan& plan, int n, const float* x, float* y);

// dx[c] = dy[c] / scale[c]^beta - 2 alpha beta / size x[c] (sum over the k whose window holds c of
//         dy[k] x[k] / scale[k]^beta / scale[k]).   dx: (n, C, pixels), overwritten
void local_response_norm_backward(const LocalResponseNormPlan& plan, int n, const float* x, const float* dy,
                                  float* dx, float* workspace);

}  // namespace cnn
