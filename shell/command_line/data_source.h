// From what --data names to images and labels.
#pragma once

#include "shell/command_line/arguments.h"

namespace shell {

// digits; heights, whose rows have a number to predict; mnist or fashion-mnist as IDX files; cifar-10 as PNG
// batches; a synthetic set by name; the path of a .csv file, of a folder or of a .zip of pictures. Sets that
// come as one are split: arguments.train->test_share of every class are test images. Not standardised: how
// many images that is measured on is the run's affair.
cnn::Result<cnn::DataSplit> load_data(const std::string& name, const Arguments& arguments);

}  // namespace shell
