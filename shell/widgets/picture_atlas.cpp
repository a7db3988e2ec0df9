#include "shell/widgets/picture_atlas.h"

#include <algorithm>

#include "imgui_internal.h"

namespace shell {
namespace {

// Room for 150 pictures of 112 x 112 texels: a gallery of 100 digits at 56 CSS pixels on a screen with pixel
// ratio 2.
constexpr int kWidth = 2048;
constexpr int kHeight = 1024;
constexpr int kAtlasGap = 1;  // linear filtering must not see the neighbour

}  // namespace

PictureAtlas::PictureAtlas() : texture_(IM_NEW(ImTextureData)()) {
    texture_->Create(ImTextureFormat_RGBA32, kWidth, kHeight);
    texture_->SetStatus(ImTextureStatus_WantCreate);
    texture_->UseColors = true;
    ImGui::RegisterUserTexture(texture_);
}

PictureAtlas::~PictureAtlas() {
    ImGui::UnregisterUserTexture(texture_);
    ImGui::GetPlatformIO().Textures.find_erase(texture_);
    IM_DELETE(texture_);
}

void PictureAtlas::begin_frame() {
    if (texture_->Status == ImTextureStatus_OK) texture_->Updates.resize(0);
    // The home's renderer lost its textures (WebGL context, display change): the pixels are still here.
    if (texture_->Status == ImTextureStatus_Destroyed) texture_->SetStatus(ImTextureStatus_WantCreate);
    if (!full_) return;
    slots_.clear();
    shelf_x_ = shelf_y_ = shelf_height_ = 0;
    full_ = false;
}

PictureAtlas::Slot* PictureAtlas::find_slot(std::string_view name, int width, int height) {
    if (const auto found = slots_.find(name); found != slots_.end()) {
        if (found->second.width == width && found->second.height == height) return &found->second;
        slots_.erase(found);  // its room is won back when the atlas is full and starts anew
    }
    if (shelf_x_ + width + kAtlasGap > kWidth) {
        shelf_y_ += shelf_height_ + kAtlasGap;
        shelf_x_ = shelf_height_ = 0;
    }
    if (width + kAtlasGap > kWidth || shelf_y_ + height + kAtlasGap > kHeight) {
        full_ = true;
        return nullptr;
    }
    Slot slot{shelf_x_, shelf_y_, width, height, 0};
    shelf_x_ += width + kAtlasGap;
    shelf_height_ = std::max(shelf_height_, height);
    return &slots_.emplace(std::string(name), slot).first->second;
}

void PictureAtlas::write(const Slot& slot, const std::function<Rgb(int, int)>& colour_at) {
    for (int y = 0; y < slot.height; ++y) {
        auto* texel = static_cast<unsigned char*>(texture_->GetPixelsAt(slot.x, slot.y + y));
        for (int x = 0; x < slot.width; ++x, texel += 4) {
            const Rgb colour = colour_at(x, y);
            texel[0] = colour.r;
            texel[1] = colour.g;
            texel[2] = colour.b;
            texel[3] = 255;
        }
    }
    if (texture_->Status != ImTextureStatus_OK && texture_->Status != ImTextureStatus_WantUpdates) return;
    texture_->Updates.push_back({static_cast<unsigned short>(slot.x), static_cast<unsigned short>(slot.y),
                                 static_cast<unsigned short>(slot.width),
                                 static_cast<unsigned short>(slot.height)});
    const ImTextureRect first = texture_->Updates[0];
    ImTextureRect all = first;  // the box around all, for renderers that send one rectangle
    for (const ImTextureRect& rect : texture_->Updates) {
        const int right = std::max(all.x + all.w, rect.x + rect.w);
        const int bottom = std::max(all.y + all.h, rect.y + rect.h);
        all.x = std::min(all.x, rect.x);
        all.y = std::min(all.y, rect.y);
        all.w = static_cast<unsigned short>(right - all.x);
        all.h = static_cast<unsigned short>(bottom - all.y);
    }
    texture_->UpdateRect = all;
    texture_->SetStatus(ImTextureStatus_WantUpdates);
}

bool PictureAtlas::put(std::string_view name, int width, int height, std::uint64_t content,
                       const std::function<Rgb(int, int)>& colour_at, Place& place) {
    Slot* slot = find_slot(name, width, height);
    if (slot == nullptr) return false;
    if (content == 0) content = 1;  // 0 marks a slot that was never written
    if (slot->content != content) {
        slot->content = content;
        write(*slot, colour_at);
    }
    const auto u = [](int x) { return static_cast<float>(x) / static_cast<float>(kWidth); };
    const auto v = [](int y) { return static_cast<float>(y) / static_cast<float>(kHeight); };
    place = {{u(slot->x), v(slot->y)}, {u(slot->x + width), v(slot->y + height)}};
    return true;
}

}  // namespace shell
