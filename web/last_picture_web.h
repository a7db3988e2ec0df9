// Tells whether a frame looks like the one before it: most frames that follow an input do, and need not be
// drawn again.
#pragma once

#include <cstdint>

#include "imgui.h"

class LastPicture {
 public:
    // Whether this differs from what it was last asked about: in a vertex, in a command, or in a texture that
    // has to be handed over first.
    bool changes(const ImDrawData& picture);
    void forget() { hash_ = 0; }  // the screen no longer shows it

 private:
    std::uint64_t hash_ = 0;
};
