// A given file as the one picture that a lesson takes.
#pragma once

#include "core/base/result.h"
#include "core/io/image.h"
#include "shell/lessons/model.h"

namespace shell {

// Decoded by the home or here; or the sentence why it is none.
cnn::Result<cnn::Picture> given_picture(const GivenFile& file);

}  // namespace shell
