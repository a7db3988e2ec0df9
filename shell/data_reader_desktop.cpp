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

void DataReader::stop(const std::string& name) {
    if (name == name_) *this = DataReader();
}

bool DataReader::read_piece(App& app) {
    if (!active_) return false;
    if (!refusal_.empty()) return fail(app, refusal_);
    if (stream_ == nullptr && !open_next(app)) return false;
    std::vector<std::uint8_t>& bytes = file_.bytes;
    const std::size_t wanted = std::min(kPieceBytes, bytes.size() - filled_);
    if (std::fread(bytes.data() + filled_, 1, wanted, stream_.get()) != wanted) {
        return fail(app, "The file " + file_.name + " cannot be read to its end.");
    }
    filled_ += wanted;
    done_ += wanted;
    const std::string name = name_;
    app.data_progress(name,
                      static_cast<double>(done_) / static_cast<double>(std::max<std::size_t>(total_, 1)));
    if (filled_ < bytes.size()) return true;
    stream_.reset();
    if (app.take_data_file(name, std::move(file_))) return true;
    active_ = false;
    return false;
}

// The next file is opened; or all were handed over, then false.
bool DataReader::open_next(App& app) {
    if (opened_ == paths_.size()) {
        active_ = false;
        app.take_data(name_, {});
        return false;
    }
    const std::string& path = paths_[opened_++];
    file_ = GivenFile();
    file_.name = std::filesystem::path(path).filename().string();
    file_.bytes.resize(size_of(path));
    filled_ = 0;
    stream_.reset(std::fopen(path.c_str(), "rb"));
    return stream_ != nullptr || fail(app, "The file " + file_.name + " cannot be opened.");
}

bool DataReader::fail(App& app, const std::string& reason) {
    active_ = false;
    app.data_failed(name_, reason);
    return false;
}

}  // namespace shell
