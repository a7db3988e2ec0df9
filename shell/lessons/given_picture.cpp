// Decoded or not, a given file becomes a picture.
#include "shell/lessons/given_picture.h"

#include "shell/state/link.h"

namespace shell {

cnn::Result<cnn::Picture> picture_of(const GivenFile& file) {
    if (file.width <= 0 || file.height <= 0) return cnn::read_png(shown(file.name), file.bytes);
    const auto size = static_cast<std::size_t>(file.width) * static_cast<std::size_t>(file.height) * 4;
    CNN_ASSERT(file.bytes.size() == size);
    return cnn::Picture{file.width, file.height, file.bytes};
}

}  // namespace shell
