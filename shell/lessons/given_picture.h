// The picture in a file that the learner gave, whoever decoded it.
#pragma once

#include "core/io/image.h"
#include "shell/lessons/model.h"

namespace shell {

// A picture that the home has decoded is taken as it is; raw bytes must be PNG.
cnn::Result<cnn::Picture> picture_of(const GivenFile& file);

}  // namespace shell
