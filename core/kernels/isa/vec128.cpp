// Four lanes: SSE2 on x86-64, NEON on arm64, SIMD128 in WebAssembly (-msimd128). All three are part of their
// build's baseline, so the compiler's vector extension is all that is needed.
#include "core/kernels/isa/make_table.h"

namespace cnn {
#if defined(__wasm_simd128__)
const KernelTable kVec128Table = make_table<4>("wasm128");
#elif defined(__SSE2__)
const KernelTable kVec128Table = make_table<4>("sse2");
#else
const KernelTable kVec128Table = make_table<4>("vec128");
#endif
}  // namespace cnn
