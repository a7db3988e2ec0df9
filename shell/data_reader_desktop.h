// Data sets from the disk, read a few megabytes at a time between frames, so that the window never waits for
// a file.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "shell/app.h"

namespace shell {

class DataReader {
 public:
    // The set `name`, looked for in `directories`; answers come to the App from read_piece.
    void start(const std::string& name, const std::vector<std::string>& directories);
    void stop(const std::string& name);  // if it is this set that is being read
    // Reads the next piece; true while there is more.
    bool read_piece(App& app);

 private:
    struct Close {
        void operator()(std::FILE* stream) const { std::fclose(stream); }
    };
    bool open_next(App& app);
    bool fail(App& app, const std::string& reason);

    bool active_ = false;
    std::string name_;
    std::string refusal_;  // why there is nothing to read; empty: there is
    std::vector<std::string> paths_;
    GivenFile file_;
    std::size_t opened_ = 0;  // of paths_, file_ among them
    std::unique_ptr<std::FILE, Close> stream_;
    std::size_t filled_ = 0;  // bytes of file_
    std::size_t done_ = 0;    // bytes of all
    std::size_t total_ = 0;
};

}  // namespace shell
