#include "shell/lessons/given_picture.h"

namespace shell {

cnn::Result<cnn::Picture> given_picture(const GivenFile& file) {
    if (!file.parts.empty())
        return cnn::Error{file.name + " is a folder; this lesson takes one picture."};
    if (file.width > 0) return cnn::Picture{file.width, file.height, file.bytes};
    return cnn::read_picture(file.name, file.bytes);
}

}  // namespace shell
