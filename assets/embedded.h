// Files that are part of the programs themselves, as bytes (assets/CMakeLists.txt writes the arrays at build time).
#pragma once

#include <cstddef>

// The 1,797 handwritten 8x8 digits: rows of 64 pixel bytes (0..16, row by row) followed by one label byte (0..9).
extern const unsigned char convolab_digits[];
extern const std::size_t convolab_digits_size;  // 1797 * 65

// Inter, cut down to the characters that the program draws, digits all of one width (assets/fonts/subset.py lists them).
extern const unsigned char convolab_font_regular[];
extern const std::size_t convolab_font_regular_size;
extern const unsigned char convolab_font_bold[];
extern const std::size_t convolab_font_bold_size;

// The mathematical signs that Inter lacks, to be merged behind both faces.
extern const unsigned char convolab_font_symbols[];
extern const std::size_t convolab_font_symbols_size;
