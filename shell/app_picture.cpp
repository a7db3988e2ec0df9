// The stage as a picture to take along: SVG from what was drawn, PNG from the pixels that the home reads.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/io/image.h"
#include "shell/app_inside.h"
#include "shell/widgets/svg.h"

namespace shell {
namespace {

std::string base64(const std::vector<std::uint8_t>& bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t three = 0;
        for (std::size_t k = 0; k < 3; ++k) three = three << 8U | (i + k < bytes.size() ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k <= bytes.size() ? kDigits[three >> (18 - 6 * k) & 63U] : '=';
    }
    return text;
}

std::string png_address(int width, int height, std::vector<std::uint8_t> rgba) {
    return "data:image/png;base64," + base64(cnn::write_png({width, height, std::move(rgba)}));
}

const Item* find_item(const Ui& ui, std::string_view name) {
    const auto found =
        std::find_if(ui.items.begin(), ui.items.end(), [&](const Item& item) { return item.name == name; });
    return found == ui.items.end() ? nullptr : &*found;
}

}  // namespace

std::string App::Inside::picture_name(std::string_view ending) const {
    return std::string(session.entry().slug) + (session.example().empty() ? "" : "-" + session.example()) +
           "." + std::string(ending);
}

void App::Inside::save_svg() {
    const Item* stage = find_item(ui, "stage");
    if (stage == nullptr) return;
    const SvgPart part{
        {stage->x, stage->y}, {stage->x + stage->width, stage->y + stage->height}, ui.pixel_ratio, ui.bold};
    const std::string svg = svg_of(*ImGui::GetDrawData(), part, png_address);
    host.save_file(picture_name("svg"), {svg.begin(), svg.end()});
}

bool App::wants_pixels() const { return inside_->picture_form == "png"; }

void App::take_pixels(int width, int height, std::span<const std::uint8_t> bottom_up) {
    Inside& app = *inside_;
    app.picture_form.clear();
    const Item* stage = find_item(app.ui, "stage");
    if (stage == nullptr) return;
    const int left = std::clamp(static_cast<int>(stage->x), 0, width);
    const int top = std::clamp(static_cast<int>(stage->y), 0, height);
    const int right = std::clamp(static_cast<int>(std::lround(stage->x + stage->width)), left, width);
    const int bottom = std::clamp(static_cast<int>(std::lround(stage->y + stage->height)), top, height);
    cnn::Picture picture{right - left, bottom - top, {}};
    for (int row = top; row < bottom; ++row) {
        const auto from =
            bottom_up.begin() + (static_cast<std::ptrdiff_t>(height - 1 - row) * width + left) * 4;
        picture.rgba.insert(picture.rgba.end(), from, from + static_cast<std::ptrdiff_t>(picture.width) * 4);
    }
    for (std::size_t i = 3; i < picture.rgba.size(); i += 4) picture.rgba[i] = 255;
    app.host.save_file(app.picture_name("png"), cnn::write_png(picture));
}

}  // namespace shell
