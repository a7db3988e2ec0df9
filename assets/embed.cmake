# Writes a C++ source with the bytes of FILE as array SYMBOL and their number as SYMBOL_size.
# cmake -D FILE=... -D SYMBOL=... -D OUTPUT=... -P embed.cmake
file(READ ${FILE} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "// The bytes of ${FILE}.
#include \"assets/embedded.h\"

const unsigned char ${SYMBOL}[] = {
${bytes}};
const std::size_t ${SYMBOL}_size = sizeof(${SYMBOL});
")
