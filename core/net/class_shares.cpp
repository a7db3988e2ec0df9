// Softmax, of one output beside a 0 that is not there.
#include "core/net/class_shares.h"

#include "core/ops/softmax/softmax.h"

namespace cnn {

int class_count(int outputs) { return outputs == 1 ? 2 : outputs; }

void class_shares(int n, int outputs, const float* z, float* shares) {
    if (outputs > 1) return softmax(n, outputs, z, shares);
    for (int image = 0; image < n; ++image, shares += 2) {
        shares[0] = 0;
        shares[1] = z[image];
        softmax(1, 2, shares, shares);
    }
}

}  // namespace cnn
