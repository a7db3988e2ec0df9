// Each icon is drawn in the square [-1, 1] x [-1, 1] (y down) and scaled; strokes are a twelfth of the side
// thick.
#include "shell/widgets/icons.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace shell {
namespace {

struct Pen {
    ImDrawList* list;
    ImVec2 centre;
    float half;
    ImU32 colour;
    float thick;

    ImVec2 at(float x, float y) const { return {centre.x + x * half, centre.y + y * half}; }
    void line(std::initializer_list<ImVec2> points, bool closed = false) const {
        for (const ImVec2& p : points) list->PathLineTo(at(p.x, p.y));
        list->PathStroke(colour, closed ? ImDrawFlags_Closed : ImDrawFlags_None, thick);
    }
    // Clockwise on the screen: ImGui smooths the outer side only then.
    void fill(std::initializer_list<ImVec2> points) const {
        for (const ImVec2& p : points) list->PathLineTo(at(p.x, p.y));
        list->PathFillConvex(colour);
    }
    void bar(float x0, float y0, float x1, float y1) const {
        list->AddRectFilled(at(x0, y0), at(x1, y1), colour, half * 0.08F);
    }
    // From angle a to b, in turns clockwise from the right.
    void arc(float x, float y, float radius, float a, float b) const {
        constexpr float kTurn = 6.2831853F;
        list->PathArcTo(at(x, y), radius * half, a * kTurn, b * kTurn);
        list->PathStroke(colour, 0, thick);
    }
    void dot(float x, float y, float radius) const { list->AddCircleFilled(at(x, y), radius * half, colour); }
};

// Points left where tip < base.
void triangle(const Pen& pen, float tip, float base) {
    const float upper = tip > base ? -0.62F : 0.62F;
    pen.fill({{base, upper}, {tip, 0}, {base, -upper}});
}

void transport(const Pen& pen, Icon icon) {
    switch (icon) {
        case Icon::kPlay:
            pen.fill({{-0.5F, -0.75F}, {0.8F, 0}, {-0.5F, 0.75F}});
            break;
        case Icon::kPause:
            pen.bar(-0.55F, -0.7F, -0.15F, 0.7F);
            pen.bar(0.15F, -0.7F, 0.55F, 0.7F);
            break;
        case Icon::kBack:
            triangle(pen, -0.55F, 0.4F);
            break;
        case Icon::kForward:
            triangle(pen, 0.55F, -0.4F);
            break;
        case Icon::kBackCell:
            triangle(pen, -0.8F, 0.0F);
            triangle(pen, 0.0F, 0.8F);
            break;
        case Icon::kForwardCell:
            triangle(pen, 0.0F, -0.8F);
            triangle(pen, 0.8F, 0.0F);
            break;
        case Icon::kFirst:
            pen.bar(-0.7F, -0.62F, -0.5F, 0.62F);
            triangle(pen, -0.4F, 0.55F);
            break;
        case Icon::kLast:
            pen.bar(0.5F, -0.62F, 0.7F, 0.62F);
            triangle(pen, 0.4F, -0.55F);
            break;
        default:
            break;
    }
}

void turning(const Pen& pen, Icon icon) {
    switch (icon) {
        case Icon::kReset:
            pen.arc(0, 0.05F, 0.62F, -0.2F, 0.62F);
            pen.fill({{0.05F, -0.93F}, {0.05F, -0.2F}, {-0.42F, -0.57F}});
            break;
        case Icon::kRotate:
        case Icon::kLoop:
            pen.arc(0, 0, 0.65F, 0.55F, 0.9F);
            pen.arc(0, 0, 0.65F, 0.05F, 0.4F);
            pen.fill({{0.86F, -0.75F}, {0.78F, -0.12F}, {0.25F, -0.42F}});
            pen.fill({{-0.86F, 0.75F}, {-0.78F, 0.12F}, {-0.25F, 0.42F}});
            break;
        case Icon::kUndo:
            pen.line({{-0.35F, -0.75F}, {-0.8F, -0.3F}, {-0.35F, 0.15F}});
            pen.line({{-0.8F, -0.3F}, {0.25F, -0.3F}});
            pen.arc(0.25F, 0.2F, 0.5F, -0.25F, 0.25F);
            pen.line({{0.25F, 0.7F}, {-0.2F, 0.7F}});
            break;
        case Icon::kRedo:
            pen.line({{0.35F, -0.75F}, {0.8F, -0.3F}, {0.35F, 0.15F}});
            pen.line({{0.8F, -0.3F}, {-0.25F, -0.3F}});
            pen.arc(-0.25F, 0.2F, 0.5F, 0.25F, 0.75F);
            pen.line({{-0.25F, 0.7F}, {0.2F, 0.7F}});
            break;
        default:
            break;
    }
}

void light(const Pen& pen, Icon icon, ImU32 behind) {
    switch (icon) {
        case Icon::kMoon:
            pen.dot(0, 0, 0.75F);
            pen.list->AddCircleFilled(pen.at(0.38F, -0.25F), 0.62F * pen.half, behind);
            break;
        case Icon::kSun:
            pen.dot(0, 0, 0.4F);
            for (int ray = 0; ray < 8; ++ray) {
                const float angle = static_cast<float>(ray) * 0.7854F;
                const ImVec2 way(std::cos(angle), std::sin(angle));
                pen.line({{way.x * 0.62F, way.y * 0.62F}, {way.x * 0.88F, way.y * 0.88F}});
            }
            break;
        case Icon::kAuto:
            pen.arc(0, 0, 0.7F, 0, 1);
            pen.list->PathArcTo(pen.at(0, 0), 0.7F * pen.half, 1.5708F, 4.7124F);
            pen.list->PathFillConvex(pen.colour);
            break;
        default:
            break;
    }
}

void signs(const Pen& pen, Icon icon) {
    switch (icon) {
        case Icon::kMenu:
            for (const float y : {-0.5F, 0.0F, 0.5F}) pen.line({{-0.75F, y}, {0.75F, y}});
            break;
        case Icon::kShare:
            pen.line({{-0.5F, 0}, {0.5F, -0.55F}});
            pen.line({{-0.5F, 0}, {0.5F, 0.55F}});
            pen.dot(-0.5F, 0, 0.24F);
            pen.dot(0.5F, -0.55F, 0.24F);
            pen.dot(0.5F, 0.55F, 0.24F);
            break;
        case Icon::kPencil:
            pen.line({{-0.75F, 0.75F}, {-0.6F, 0.2F}, {0.4F, -0.8F}, {0.8F, -0.4F}, {-0.2F, 0.6F}}, true);
            break;
        case Icon::kClose:
            pen.line({{-0.5F, -0.5F}, {0.5F, 0.5F}});
            pen.line({{-0.5F, 0.5F}, {0.5F, -0.5F}});
            break;
        case Icon::kDown:
            pen.line({{-0.5F, -0.22F}, {0, 0.28F}, {0.5F, -0.22F}});
            break;
        case Icon::kUp:
            pen.line({{-0.5F, 0.22F}, {0, -0.28F}, {0.5F, 0.22F}});
            break;
        case Icon::kHelp:
            pen.arc(0, -0.35F, 0.4F, -0.5F, 0.12F);
            pen.line({{0.29F, -0.07F}, {0, 0.14F}, {0, 0.35F}});
            pen.dot(0, 0.72F, 0.13F);
            break;
        case Icon::kCheck:
            pen.line({{-0.6F, 0.02F}, {-0.15F, 0.48F}, {0.65F, -0.48F}});
            break;
        case Icon::kImage:
            pen.line({{-0.8F, -0.65F}, {0.8F, -0.65F}, {0.8F, 0.65F}, {-0.8F, 0.65F}}, true);
            pen.line({{-0.75F, 0.45F}, {-0.2F, -0.1F}, {0.15F, 0.25F}, {0.4F, 0.02F}, {0.78F, 0.4F}});
            pen.dot(0.35F, -0.32F, 0.14F);
            break;
        case Icon::kPlus:
            pen.line({{0, -0.55F}, {0, 0.55F}});
            [[fallthrough]];
        case Icon::kMinus:
            pen.line({{-0.55F, 0}, {0.55F, 0}});
            break;
        case Icon::kDownload:
            pen.line({{0, -0.75F}, {0, 0.3F}});
            pen.line({{-0.42F, -0.1F}, {0, 0.32F}, {0.42F, -0.1F}});
            pen.line({{-0.7F, 0.72F}, {0.7F, 0.72F}});
            break;
        default:
            break;
    }
}

}  // namespace

void draw_icon(const Ui& ui, Icon icon, ImVec2 centre, float size, ImU32 colour) {
    const Pen pen{ImGui::GetWindowDrawList(), centre, size * 0.5F, colour,
                  std::max(size / 11.0F, ui.pixel_ratio * 1.2F)};
    if (icon == Icon::kTextSize) {
        const float large = size * 1.15F;
        const float small = size * 0.85F;
        const ImVec2 first = ui.bold->CalcTextSizeA(large, 1e9F, 0, "A");
        const ImVec2 second = ui.bold->CalcTextSizeA(small, 1e9F, 0, "a");
        const float x = std::round(centre.x - (first.x + second.x) * 0.5F);
        const float base = std::round(centre.y + large * 0.5F);  // Inter's descent is a fifth of the line
        pen.list->AddText(ui.bold, large, {x, base - large}, colour, "A");
        pen.list->AddText(ui.bold, small, {x + first.x, base - large * 0.2F - small * 0.8F}, colour, "a");
        return;
    }
    transport(pen, icon);
    turning(pen, icon);
    light(pen, icon, ui.colour(Colour::kPanel));
    signs(pen, icon);
}

}  // namespace shell
