// What tests/bench/peers gives to other programs: the bench's networks, as each of them reads them, and its
// images.
#pragma once

#include <string>

#include "core/train/training_config.h"

// FOLDER/NAME.onnx, NAME.json with NAME.bin (TensorFlow.js), NAME_torch.py, NAME.npz: the network with the
// weights that it begins with. False: a file could not be written; why is on standard error.
bool write_peer_network(const std::string& folder, const std::string& name, const cnn::NetworkSpec& spec);

// FOLDER/images.bin: all images, a byte per pixel, then all labels.
bool write_peer_images(const std::string& folder, const cnn::Dataset& data);
