// Reading in pieces: each call ends after 4 MB at most.
#include "shell/data_reader_desktop.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "shell/command_line/data_files.h"

namespace shell {
namespace {

constexpr std::size_t kPieceBytes = 4U << 20U;  // one to two milliseconds from a disk's cache

std::size_t size_of(const std::string& path) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    return error ? 0 : static_cast<std::size_t>(std::min<std::uintmax_t>(size, kMaxDataFileBytes));
}

}  // namespace

void DataReader::start(const std::string& name, const std::vector<std::string>& directories) {
    *this = DataReader();
    active_ = true;
    name_ = name;
    auto found = find_data_files(name, directories);
    if (!found) {
        refusal_ = found.error().sentence;
        return;
    }
    paths_ = std::move(found).value();
    for (const std::string& path : paths_) total_ += size_of(path);
}

bool DataReader::read_piece(App& app) {
    if (!active_) return false;
    if (!refusal_.empty()) return fail(app, refusal_);
    if (stream_ == nullptr && !open_next(app)) return false;
    std::vector<std::uint8_t>& bytes = files_.back().bytes;
    const std::size_t wanted = std::min(kPieceBytes, bytes.size() - filled_);
    if (std::fread(bytes.data() + filled_, 1, wanted, stream_.get()) != wanted) {
        return fail(app, "The file " + files_.back().name + " cannot be read to its end.");
    }
    filled_ += wanted;
    done_ += wanted;
    if (filled_ == bytes.size()) stream_.reset();
    app.data_progress(name_,
                      static_cast<double>(done_) / static_cast<double>(std::max<std::size_t>(total_, 1)));
    return true;
}

// The next file is opened; or all are read and handed over, then false.
bool DataReader::open_next(App& app) {
    if (files_.size() == paths_.size()) {
        active_ = false;
        app.take_data(name_, std::move(files_));
        return false;
    }
    const std::string& path = paths_[files_.size()];
    GivenFile& file = files_.emplace_back();
    file.name = std::filesystem::path(path).filename().string();
    file.bytes.resize(size_of(path));
    filled_ = 0;
    stream_.reset(std::fopen(path.c_str(), "rb"));
    return stream_ != nullptr || fail(app, "The file " + file.name + " cannot be opened.");
}

bool DataReader::fail(App& app, const std::string& reason) {
    active_ = false;
    app.data_failed(name_, reason);
    return false;
}

}  // namespace shell
