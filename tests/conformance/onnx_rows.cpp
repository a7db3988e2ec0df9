// Dense layers, softmax and cross-entropy, and the normalisations.
#include <algorithm>

#include "core/ops/batch_norm/batch_norm.h"
#include "core/ops/dense/dense.h"
#include "core/ops/local_response_norm/local_response_norm.h"
#include "core/ops/softmax/softmax.h"
#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {
namespace {

// x: (n, in); w: (in, out); bias: (out)
Value dense(const Value& x, const Value& w, const Floats& bias) {
    const DensePlan plan{w.dims[0], w.dims[1]};
    Value y = filled({x.dims[0], plan.out});
    Floats workspace(dense_workspace(best_kernels(), plan, x.dims[0]));
    dense_forward(best_kernels(), plan, x.dims[0], x.numbers.data(), w.numbers.data(), bias.data(),
                  y.numbers.data(), workspace.data());
    return y;
}

// alpha A B + beta C. A C of one row is the layer's bias; a matrix is added behind it.
Result<Outputs> gemm(const Call& call) {
    Value a = call.node.integer("transA", 0) != 0 ? transposed(call.input(0)) : call.input(0);
    const Value b = call.node.integer("transB", 0) != 0 ? transposed(call.input(1)) : call.input(1);
    for (float& number : a.numbers) number *= call.node.real("alpha", 1.0F);
    const auto out = static_cast<std::size_t>(b.dims[1]);
    Floats added = call.has(2) ? call.input(2).numbers : Floats(1, 0.0F);
    for (float& number : added) number *= call.node.real("beta", 1.0F);
    const bool matrix = added.size() > out;
    Floats bias(out, 0.0F);
    for (std::size_t o = 0; o < out && !matrix; ++o) bias[o] = added[o % added.size()];
    Value y = dense(a, b, bias);
    for (std::size_t i = 0; i < y.numbers.size() && matrix; ++i) y.numbers[i] += added[i];
    return Outputs{y};
}

Result<Outputs> matmul(const Call& call) {
    if (call.input(0).rank() != 2 || call.input(1).rank() != 2)
        return Error{"a product of more than two axes"};
    return Outputs{
        dense(call.input(0), call.input(1), Floats(static_cast<std::size_t>(call.input(1).dims[1])))};
}

// Calls row(values, begin, step) ... the rows along one axis, each gathered, handed to `run` and put back.
template <class Run>
Value along_axis(const Value& x, int axis, Run&& run) {
    const int classes = x.dims[static_cast<std::size_t>(axis)];
    const int outer = product(x.dims, 0, axis);
    const int inner = product(x, axis + 1);
    Value y = x;
    Floats row(static_cast<std::size_t>(classes));
    for (int o = 0; o < outer; ++o)
        for (int i = 0; i < inner; ++i) {
            const auto at = [&](int c) { return static_cast<std::size_t>((o * classes + c) * inner + i); };
            for (int c = 0; c < classes; ++c) row[static_cast<std::size_t>(c)] = x.numbers[at(c)];
            run(classes, row.data());
            for (int c = 0; c < classes; ++c) y.numbers[at(c)] = row[static_cast<std::size_t>(c)];
        }
    return y;
}

// Before opset 13 all axes from `axis` on are one.
Value by_rows(const Call& call, void (*op)(int, int, const float*, float*)) {
    const Value& x = call.input(0);
    if (call.model.opset < 13) {
        Value y = x;
        const int axis = axis_of(call.node.integer("axis", 1), x.rank());
        op(product(x.dims, 0, axis), product(x, axis), x.numbers.data(), y.numbers.data());
        return y;
    }
    const int axis = axis_of(call.node.integer("axis", -1), x.rank());
    return along_axis(x, axis, [&](int classes, float* row) { op(1, classes, row, row); });
}

Result<Outputs> softmax_by_axis(const Call& call) { return Outputs{by_rows(call, softmax)}; }
Result<Outputs> log_softmax_by_axis(const Call& call) { return Outputs{by_rows(call, log_softmax)}; }

// (N, C, ...) as rows of C.
Value rows_of_classes(const Value& x) {
    const int classes = x.dims[1];
    const int inner = product(x, 2);
    Value rows = filled({x.dims[0] * inner, classes});
    for (int n = 0; n < x.dims[0]; ++n)
        for (int c = 0; c < classes; ++c)
            for (int i = 0; i < inner; ++i)
                rows.numbers[static_cast<std::size_t>((n * inner + i) * classes + c)] =
                    x.numbers[static_cast<std::size_t>((n * classes + c) * inner + i)];
    return rows;
}

// loss(row, label) of every row, times the class's weight; reduced as asked. The mean divides by the weights.
template <class Loss>
Value reduced_losses(const Call& call, Loss&& loss) {
    const Value& labels = call.input(1);
    const Value rows = rows_of_classes(call.input(0));
    const auto classes = static_cast<std::size_t>(rows.dims[1]);
    const Attribute* ignored = call.node.find("ignore_index");
    Value losses = filled(labels.dims);
    float total = 0;
    float weight_sum = 0;
    for (std::size_t i = 0; i < labels.numbers.size(); ++i) {
        const bool ignore = ignored && labels.numbers[i] == static_cast<float>(ignored->i);
        const auto label = static_cast<std::uint8_t>(ignore ? 0 : labels.numbers[i]);
        const float weight = ignore ? 0.0F : call.has(2) ? call.input(2).numbers[label] : 1.0F;
        losses.numbers[i] = weight * loss(rows.numbers.data() + i * classes, label);
        total += losses.numbers[i];
        weight_sum += weight;
    }
    const std::string reduction = call.node.text("reduction", "mean");
    if (reduction == "none") return losses;
    return filled({}, reduction == "mean" ? total / weight_sum : total);
}

Result<Outputs> softmax_cross_entropy(const Call& call) {
    const int classes = call.input(0).dims[1];
    const Value loss = reduced_losses(call, [=](const float* row, std::uint8_t label) {
        float value = 0;
        cross_entropy(1, classes, row, &label, &value);
        return value;
    });
    const Value logs =
        along_axis(call.input(0), 1, [](int count, float* row) { log_softmax(1, count, row, row); });
    return Outputs{loss, logs};
}

// What cross-entropy gives for log-probabilities. These files have any numbers in their place: what a
// log-softmax would take off all of a row, cross-entropy has in it, and it is taken out again.
Result<Outputs> negative_log_likelihood(const Call& call) {
    const int classes = call.input(0).dims[1];
    Floats logs(static_cast<std::size_t>(classes));
    return Outputs{reduced_losses(call, [&](const float* row, std::uint8_t label) {
        float value = 0;
        cross_entropy(1, classes, row, &label, &value);
        log_softmax(1, classes, row, logs.data());
        return value - (row[0] - logs[0]);
    })};
}

BatchNormPlan batch_norm_plan(const Call& call) {
    const Value& x = call.input(0);
    return {x.dims[1], product(x, 2), call.node.real("epsilon", 1e-5F)};
}

Result<Outputs> batch_norm(const Call& call) {
    const Value& x = call.input(0);
    const BatchNormPlan plan = batch_norm_plan(call);
    const Floats& gamma = call.input(1).numbers;
    const Floats& beta = call.input(2).numbers;
    Value mean = call.input(3);
    Value variance = call.input(4);
    Value y = x;
    if (call.node.integer("training_mode", 0) == 0) {
        batch_norm_forward(plan, x.dims[0], x.numbers.data(), mean.numbers.data(), variance.numbers.data(),
                           gamma.data(), beta.data(), y.numbers.data());
        return Outputs{y};
    }
    Floats own_mean(gamma.size()), own_variance(gamma.size());
    batch_norm_statistics(plan, x.dims[0], x.numbers.data(), own_mean.data(), own_variance.data());
    batch_norm_forward(plan, x.dims[0], x.numbers.data(), own_mean.data(), own_variance.data(), gamma.data(),
                       beta.data(), y.numbers.data());
    batch_norm_update_running(plan, call.node.real("momentum", 0.9F), RunningVariance::kPopulation,
                              x.dims[0] * plan.pixels, own_mean.data(), own_variance.data(),
                              mean.numbers.data(), variance.numbers.data());
    return Outputs{y, mean, variance};
}

// A batch normalisation of each image by itself.
Result<Outputs> instance_norm(const Call& call) {
    Value y = call.input(0);
    const BatchNormPlan plan = batch_norm_plan(call);
    const Floats& gamma = call.input(1).numbers;
    const Floats& beta = call.input(2).numbers;
    Floats mean(gamma.size()), variance(gamma.size());
    for (int image = 0; image < y.dims[0]; ++image) {
        float* planes = y.numbers.data() + static_cast<std::size_t>(image) * plan.size();
        batch_norm_statistics(plan, 1, planes, mean.data(), variance.data());
        batch_norm_forward(plan, 1, planes, mean.data(), variance.data(), gamma.data(), beta.data(), planes);
    }
    return Outputs{y};
}

Result<Outputs> local_response_norm(const Call& call) {
    const Value& x = call.input(0);
    const LocalResponseNormPlan plan{x.dims[1],
                                     product(x, 2),
                                     static_cast<int>(call.node.integer("size", 1)),
                                     call.node.real("alpha", 1e-4F),
                                     call.node.real("beta", 0.75F),
                                     call.node.real("bias", 1.0F)};
    Value y = x;
    local_response_norm_forward(plan, x.dims[0], x.numbers.data(), y.numbers.data());
    return Outputs{y};
}

}  // namespace

const std::vector<OperatorRow>& row_operators() {
    static const std::vector<OperatorRow> table = {
        {"Gemm", gemm},
        {"MatMul", matmul},
        {"Softmax", softmax_by_axis},
        {"LogSoftmax", log_softmax_by_axis},
        {"SoftmaxCrossEntropyLoss", softmax_cross_entropy},
        {"NegativeLogLikelihoodLoss", negative_log_likelihood},
        {"BatchNormalization", batch_norm},
        {"InstanceNormalization", instance_norm},
        {"LRN", local_response_norm},
    };
    return table;
}

}  // namespace cnn::onnx
