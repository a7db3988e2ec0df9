// exp, log and relatives for the reference twins, which are templates: of a float the project's own, whose
// bits the fast roads give; of a double (gradient checks only) the standard library's.
#pragma once

#include <cmath>

#include "core/base/math.h"

namespace cnn {

inline float real_exp(float x) { return exp_f32(x); }
inline float real_expm1(float x) { return expm1_f32(x); }
inline float real_log(float x) { return log_f32(x); }
inline float real_log1p(float x) { return log1p_f32(x); }
inline float real_tanh(float x) { return tanh_f32(x); }

inline double real_exp(double x) { return std::exp(x); }
inline double real_expm1(double x) { return std::expm1(x); }
inline double real_log(double x) { return std::log(x); }
inline double real_log1p(double x) { return std::log1p(x); }
inline double real_tanh(double x) { return std::tanh(x); }

}  // namespace cnn
