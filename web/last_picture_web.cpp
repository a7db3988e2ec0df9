#include "web/last_picture_web.h"

#include <algorithm>
#include <span>

#include "core/base/hash.h"

namespace {

template <class T>
void add_all(cnn::Hash& hash, const ImVector<T>& values) {
    hash.add_words(std::as_bytes(std::span(values.Data, static_cast<std::size_t>(values.Size))));
}

template <class T>
void add(cnn::Hash& hash, const T& value) {
    hash.add_words(std::as_bytes(std::span(&value, 1)));
}

void add_command(cnn::Hash& hash, const ImDrawCmd& command) {
    add(hash, command.ClipRect);
    add(hash, command.GetTexID());
    add(hash, command.VtxOffset);
    add(hash, command.IdxOffset);
    add(hash, command.ElemCount);
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
    cnn::Hash hash;
    add(hash, picture.DisplaySize);
    for (const ImDrawList* list : picture.CmdLists) {
        add_all(hash, list->VtxBuffer);
        add_all(hash, list->IdxBuffer);
        for (const ImDrawCmd& command : list->CmdBuffer) add_command(hash, command);
    }
    const bool same = hash.value() == hash_;
    hash_ = hash.value();
    return !same;
}
