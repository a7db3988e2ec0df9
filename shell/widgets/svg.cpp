// Reads Dear ImGui's triangles back: fans become polygons, textured quads become letters (found by where
// their glyph lies in the font's texture) or pictures.
#include "shell/widgets/svg.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <span>
#include <string_view>
#include <utility>

#include "imgui_internal.h"

namespace shell {
namespace {

struct Letter {
    const ImFontGlyph* glyph = nullptr;
    const ImFontBaked* baked = nullptr;
};

// Dear ImGui measures a font by its line, SVG by its em; Inter's line is so much higher (0.969 above, 0.241
// below).
constexpr float kLinePerEm = 1.21F;

using Letters = std::map<std::pair<float, float>, Letter>;  // by the glyph's corner in the texture

Letters all_letters() {
    Letters letters;
    ImFontAtlasBuilder* builder = ImGui::GetIO().Fonts->Builder;
    for (int i = 0; i < builder->BakedPool.Size; ++i) {
        const ImFontBaked& baked = builder->BakedPool[i];
        if (baked.WantDestroy) continue;
        for (const ImFontGlyph& glyph : baked.Glyphs)
            if (glyph.Visible) letters[{glyph.U0, glyph.V0}] = {&glyph, &baked};
    }
    return letters;
}

std::string number(float value) {
    char text[32];
    const int length = std::snprintf(text, sizeof text, "%.2f", static_cast<double>(value));
    std::string_view view(text, static_cast<std::size_t>(length));
    while (view.ends_with('0')) view.remove_suffix(1);
    if (view.ends_with('.')) view.remove_suffix(1);
    return std::string(view == "-0" ? "0" : view);
}

std::string fill_of(ImU32 colour) {
    char text[64];
    std::snprintf(text, sizeof text, " fill=\"#%02x%02x%02x\"", (colour >> IM_COL32_R_SHIFT) & 255U,
                  (colour >> IM_COL32_G_SHIFT) & 255U, (colour >> IM_COL32_B_SHIFT) & 255U);
    const ImU32 alpha = (colour >> IM_COL32_A_SHIFT) & 255U;
    return text + (alpha == 255 ? std::string()
                                : " fill-opacity=\"" + number(static_cast<float>(alpha) / 255.0F) + "\"");
}

void append_utf8(std::string& text, unsigned int codepoint) {
    const std::string_view escaped = codepoint == '&'   ? "&amp;"
                                     : codepoint == '<' ? "&lt;"
                                     : codepoint == '>' ? "&gt;"
                                                        : "";
    if (!escaped.empty()) {
        text += escaped;
        return;
    }
    char letter[5];
    text.append(letter, static_cast<std::size_t>(ImTextCharToUtf8(letter, codepoint)));
}

// Letters of one font, size, colour and line, each at its own place.
struct Line {
    const ImFontBaked* baked = nullptr;
    float scale = 1;
    ImU32 colour = 0;
    float baseline = 0;
    float end = 0;  // where the next letter would stand
    std::string places;
    std::string text;
};

class Writer {
 public:
    Writer(const SvgPart& part, const EmbedPicture& embed)
        : part_(part),
          embed_(embed),
          letters_(all_letters()),
          white_(ImGui::GetIO().Fonts->TexUvWhitePixel) {}

    void list(const ImDrawList& list) {
        for (const ImDrawCmd& command : list.CmdBuffer) {
            const ImVec2 min(std::max(command.ClipRect.x, part_.min.x),
                             std::max(command.ClipRect.y, part_.min.y));
            const ImVec2 max(std::min(command.ClipRect.z, part_.max.x),
                             std::min(command.ClipRect.w, part_.max.y));
            if (min.x >= max.x || min.y >= max.y || command.UserCallback != nullptr) continue;
            clip(min, max);
            this->command(list, command);
            end_shapes();
        }
    }

    std::string finish() {
        if (clips_ > 0) body_ += "</g>\n";
        const std::string width = number((part_.max.x - part_.min.x) / part_.pixel_ratio);
        const std::string height = number((part_.max.y - part_.min.y) / part_.pixel_ratio);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
               "\" viewBox=\"0 0 " + width + " " + height +
               "\" font-family=\"Inter, 'DejaVu Sans', sans-serif\">\n" + body_ + "</svg>\n";
    }

 private:
    float x(float device) const { return (device - part_.min.x) / part_.pixel_ratio; }
    float y(float device) const { return (device - part_.min.y) / part_.pixel_ratio; }

    // Everything up to the next clip is seen inside this rectangle only.
    void clip(ImVec2 min, ImVec2 max) {
        if (clips_ > 0 && min.x == clip_min_.x && min.y == clip_min_.y && max.x == clip_max_.x &&
            max.y == clip_max_.y)
            return;
        if (clips_ > 0) body_ += "</g>\n";
        clip_min_ = min;
        clip_max_ = max;
        const std::string id = "c" + std::to_string(++clips_);
        body_ += "<clipPath id=\"" + id + "\"><path d=\"M" + number(x(min.x)) + " " + number(y(min.y)) + "H" +
                 number(x(max.x)) + "V" + number(y(max.y)) + "H" + number(x(min.x)) +
                 "Z\"/></clipPath>\n<g clip-path=\"url(#" + id + ")\">\n";
    }

    void command(const ImDrawList& list, const ImDrawCmd& command) {
        const ImTextureData* texture = command.TexRef._TexData;
        const bool letters = texture == ImGui::GetIO().Fonts->TexData;
        const std::span indices(list.IdxBuffer.Data + command.IdxOffset, command.ElemCount);
        const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
        for (std::size_t i = 0; i + 2 < indices.size();) {
            const ImDrawVert& first = vertices[indices[i]];
            const bool plain = letters && first.uv.x == white_.x && first.uv.y == white_.y;
            if (plain) {
                i = polygon(indices, vertices, i);
                continue;
            }
            const ImDrawVert& opposite = vertices[indices[i + 2]];
            letters ? letter(first, opposite) : picture(first, opposite, *texture);
            i += 6;
        }
    }

    // A fan of triangles around one corner; answers the index behind it.
    std::size_t polygon(std::span<const ImDrawIdx> indices, const ImDrawVert* vertices, std::size_t i) {
        end_line();
        const ImDrawIdx centre = indices[i];
        const ImU32 colour = vertices[centre].col;
        if (colour != colour_) end_path();
        colour_ = colour;
        corner('M', vertices[centre].pos);
        corner('L', vertices[indices[i + 1]].pos);
        ImDrawIdx last = indices[i + 1];
        while (i + 2 < indices.size() && indices[i] == centre && indices[i + 1] == last) {
            last = indices[i + 2];
            corner('L', vertices[last].pos);
            i += 3;
        }
        path_ += 'Z';
        return i;
    }

    void corner(char step, ImVec2 at) { path_ += step + number(x(at.x)) + " " + number(y(at.y)); }

    void letter(const ImDrawVert& min, const ImDrawVert& max) {
        const auto found = letters_.find({min.uv.x, min.uv.y});
        if (found == letters_.end()) return;
        end_path();
        const auto [glyph, baked] = found->second;
        const float scale = (max.pos.y - min.pos.y) / (glyph->Y1 - glyph->Y0);
        const float pen = min.pos.x - glyph->X0 * scale;
        const float baseline = min.pos.y + (baked->Ascent - glyph->Y0) * scale;
        const bool goes_on = line_.baked == baked && line_.colour == min.col &&
                             std::fabs(line_.baseline - baseline) < 0.5F &&
                             pen > line_.end - baked->Size * 0.5F && pen < line_.end + baked->Size;
        if (!goes_on) {
            end_line();
            line_ = {baked, scale, min.col, baseline, pen, {}, {}};
        }
        if (pen > line_.end + baked->Size * 0.15F) add(line_.end, ' ');
        add(pen, glyph->Codepoint);
        line_.end = pen + glyph->AdvanceX * scale;
    }

    void add(float pen, unsigned int codepoint) {
        line_.places += (line_.places.empty() ? "" : " ") + number(x(pen));
        append_utf8(line_.text, codepoint);
    }

    void picture(const ImDrawVert& min, const ImDrawVert& max, const ImTextureData& texture) {
        end_shapes();
        const auto texel = [](float uv, int size) {
            return static_cast<int>(std::lround(uv * static_cast<float>(size)));
        };
        const int left = std::clamp(texel(min.uv.x, texture.Width), 0, texture.Width);
        const int top = std::clamp(texel(min.uv.y, texture.Height), 0, texture.Height);
        const int width = std::clamp(texel(max.uv.x, texture.Width) - left, 0, texture.Width - left);
        const int height = std::clamp(texel(max.uv.y, texture.Height) - top, 0, texture.Height - top);
        if (width == 0 || height == 0 || texture.BytesPerPixel != 4) return;
        std::vector<std::uint8_t> rgba;
        for (int row = 0; row < height; ++row) {
            const auto* pixels = static_cast<const std::uint8_t*>(
                const_cast<ImTextureData&>(texture).GetPixelsAt(left, top + row));  // it reads only
            rgba.insert(rgba.end(), pixels, pixels + static_cast<std::ptrdiff_t>(width) * 4);
        }
        body_ += "<image x=\"" + number(x(min.pos.x)) + "\" y=\"" + number(y(min.pos.y)) + "\" width=\"" +
                 number((max.pos.x - min.pos.x) / part_.pixel_ratio) + "\" height=\"" +
                 number((max.pos.y - min.pos.y) / part_.pixel_ratio) +
                 "\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"" +
                 embed_(width, height, std::move(rgba)) + "\"/>\n";
    }

    void end_path() {
        if (!path_.empty()) body_ += "<path" + fill_of(colour_) + " d=\"" + path_ + "\"/>\n";
        path_.clear();
    }
    void end_line() {
        if (!line_.text.empty())
            body_ += "<text y=\"" + number(y(line_.baseline)) + "\" font-size=\"" +
                     number(line_.baked->Size * line_.scale / kLinePerEm / part_.pixel_ratio) + "\"" +
                     (line_.baked->ContainerFont == part_.bold ? " font-weight=\"600\"" : "") +
                     fill_of(line_.colour) + " xml:space=\"preserve\" x=\"" + line_.places + "\">" +
                     line_.text + "</text>\n";
        line_ = {};
    }
    void end_shapes() {
        end_path();
        end_line();
    }

    const SvgPart& part_;
    const EmbedPicture& embed_;
    Letters letters_;
    ImVec2 white_;
    std::string body_;
    int clips_ = 0;
    ImVec2 clip_min_;
    ImVec2 clip_max_;
    std::string path_;
    ImU32 colour_ = 0;
    Line line_;
};

}  // namespace

std::string svg_of(const ImDrawData& frame, const SvgPart& part, const EmbedPicture& embed) {
    Writer writer(part, embed);
    for (const ImDrawList* list : frame.CmdLists)
        if (!std::string_view(list->_OwnerName == nullptr ? "" : list->_OwnerName).starts_with("##Tooltip"))
            writer.list(*list);
    return writer.finish();
}

}  // namespace shell
