// The optimisers of the lectures, element by element. g is the gradient of the mean loss, w a parameter, t
// the number of the update, r the rate; moments begin at 0 unless said otherwise. Constants are Keras'
// defaults, in whose place an Update may say others. Where e stands decides the first updates, so it is part
// of each formula; e = 1e-7.
//
//   sgd       w <- w - r g
//   momentum  v <- 0.9 v - r g;          w <- w + v                     Polyak 1964, in Keras' form
//   nesterov  v <- 0.9 v - r g;          w <- w + 0.9 v - r g           Sutskever 2013, in Keras' form
//   adagrad   s <- s + g^2;              w <- w - r g / (sqrt(s) + e)   Duchi 2011 (Keras: s from 0.1)
//   rmsprop   s <- 0.9 s + 0.1 g^2;      w <- w - r g / (sqrt(s) + e)   Hinton 2012
//   adadelta  s <- 0.95 s + 0.05 g^2;    d = g sqrt(u + e) / sqrt(s + e)
//             u <- 0.95 u + 0.05 d^2;    w <- w - r d                   Zeiler 2012, where r = 1
//   adam      m <- 0.9 m + 0.1 g;        M = m / (1 - 0.9^t)
//             s <- 0.999 s + 0.001 g^2;  S = s / (1 - 0.999^t)
//                                        w <- w - r M / (sqrt(S) + e)   Kingma, Ba 2014, algorithm 1
//   adamw     as adam, and               w <- w - r 0.004 w             Loshchilov, Hutter 2017
//   adamax    m, M as adam;              u <- max(0.999 u, |g|)
//                                        w <- w - r M / (u + e)         Kingma, Ba 2014, algorithm 2
//   nadam     m, s, S as adam;           a_t = 0.9 (1 - 0.5 0.96^(t / 250)), p_t = a_1 a_2 ... a_t
//             N = a_(t+1) m / (1 - p_(t+1)) + (1 - a_t) g / (1 - p_t)
//                                        w <- w - r N / (sqrt(S) + e)   Dozat 2016 (Keras: 0.96^t)
//   ftrl      n <- n + g^2, from 0.1;    z <- z + r g - (sqrt(n) - sqrt(n before)) w
//                                        w <- -z / sqrt(n)              McMahan 2013, no L1 and L2
//
// ftrl: z carries the rate, so that a rate that changes does not move the weights by itself. The paper starts
// at w = 0, which no network can leave; here z starts where it gives the initial weights. (Keras starts z at
// 0, which forgets them in the first update.)
//
// Three more are formulas that a lecture prints, with e = 1e-8 inside the root: S0-5 is right, S0-6 and S0-7
// are not (errata E1 to E4). They are offered to be compared with what they are named after.
//
//   adagrad-printed  a <- a + g^2;  w <- w - r g / sqrt(e + a)
//   rmsprop-printed  w <- w - r g / sqrt(e + s);  a <- a + g^2;  s <- 0.9 s + 0.1 a
//   adam-printed     w <- w - r m / sqrt(e + v);  m <- 0.9 m + 0.1 g;  a <- a + g^2;  v <- 0.999 v + 0.001 a
//
// Moments below 1e-30 become 0: numbers that fade away under 1e-38 would slow every operation on them several
// times over.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/train/optimizer_constants.h"

namespace cnn {

// In the order of the table.
enum class OptimizerKind {
    kSgd,
    kMomentum,
    kNesterov,
    kAdagrad,
    kRmsprop,
    kAdadelta,
    kAdam,
    kAdamw,
    kAdamax,
    kNadam,
    kFtrl,
    kAdagradPrinted,
    kRmspropPrinted,
    kAdamPrinted,
};

inline constexpr float kFadedMoment = 1e-30F;
inline constexpr std::size_t kMostMoments = 3;

struct Update {
    float rate = 0;
    std::int64_t step = 1;  // which update this is, counted from 1
    OptimizerConstants constants = {};
};

// Arrays of `count` numbers that lie parallel to the parameters. They do not overlap.
struct UpdateArrays {
    const float* parameters;
    const float* gradient;
    std::array<float*, kMostMoments> moments;  // as many as the optimiser has; zeros before the first update
    float* next;                               // the updated parameters
};

// A row of the table. To add an optimiser: a kind, a function and a row.
struct OptimizerInfo {
    OptimizerKind kind;
    std::string_view name;    // as links and the command line say it
    std::string_view title;   // as a menu says it
    std::string_view remark;  // a few words for beside the title
    float usual_rate;         // to begin with on a small network; Keras' default where that learns
    int moments;              // arrays that it keeps between updates
    bool squares;             // the gradient is squared, which leaves the range of floats earlier
    std::span<const UsualConstant> constants;  // those of its formula
    void (*apply)(const Update& update, std::size_t count, const UpdateArrays& arrays);
};

std::span<const OptimizerInfo> optimizers();
const OptimizerInfo& optimizer_info(OptimizerKind kind);
std::string_view optimizer_name(OptimizerKind kind);
std::optional<OptimizerKind> find_optimizer(std::string_view name);
bool has_constant(OptimizerKind kind, ConstantMember value);
// What is said, or the usual number of an optimiser that has this constant.
float constant_of(OptimizerKind kind, const OptimizerConstants& said, ConstantMember value);
// "sgd, momentum, ..., adam-printed", for sentences.
std::string_view optimizer_list();

}  // namespace cnn
