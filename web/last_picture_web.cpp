#include "shell/app_last_picture.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace shell {
namespace {

// FNV-1a (Fowler, Noll, Vo), by words of eight bytes: by single ones it would take longer than the frame.
class Print {
 public:
    template <class T>
    void add(const ImVector<T>& values) {
        add_bytes(std::as_bytes(std::span(values.Data, static_cast<std::size_t>(values.Size))));
    }
    template <class T>
    void add(const T& value) {
        add_bytes(std::as_bytes(std::span(&value, 1)));
    }
    std::uint64_t value() const { return state_; }

 private:
    void add_bytes(std::span<const std::byte> bytes) {
        for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
            state_ = (state_ ^ word) * 0x100000001B3ULL;
        }
    }

    std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

void add_command(Print& print, const ImDrawCmd& command) {
    print.add(command.ClipRect);
    print.add(command.GetTexID());
    print.add(command.VtxOffset);
    print.add(command.IdxOffset);
    print.add(command.ElemCount);
}

bool hands_over_textures(const ImDrawData& picture) {
    return picture.Textures != nullptr &&
           std::any_of(picture.Textures->begin(), picture.Textures->end(),
                       [](const ImTextureData* texture) { return texture->Status != ImTextureStatus_OK; });
}

}  // namespace

bool LastPicture::changes(const ImDrawData& picture) {
    if (hands_over_textures(picture)) {
        forget();
        return true;
    }
    Print print;
    print.add(picture.DisplaySize);
    for (const ImDrawList* list : picture.CmdLists) {
        print.add(list->VtxBuffer);
        print.add(list->IdxBuffer);
        for (const ImDrawCmd& command : list->CmdBuffer) add_command(print, command);
    }
    const bool same = print.value() == print_;
    print_ = print.value();
    return !same;
}

}  // namespace shell
