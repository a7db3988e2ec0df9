// From a network's K outputs z to shares of the classes, which sum to 1; the one place that knows how many
// outputs tell how many classes apart:
//
//   K >= 2   an output for each class    softmax(z)
//   K = 1    "is it class 1?", of two    s(z) for class 1 and 1 - s(z) = s(-z) for class 0,
//                                        s(z) = 1 / (1 + exp(-z))
//
// One output is the second of two whose first is always 0: softmax(0, z), to the bit.
//
// A network that predicts numbers looks the same. Whether its outputs tell classes apart, the data know.
#pragma once

namespace cnn {

int class_count(int outputs);  // 2 of one output, else as many as outputs

// z: (n, outputs); shares: (n, class_count(outputs)), not the same memory
void class_shares(int n, int outputs, const float* z, float* shares);

}  // namespace cnn
