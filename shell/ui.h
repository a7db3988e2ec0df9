// What every widget and view needs to draw one frame: theme, fonts, sizes, layout, and where to say what the
// learner did. Everything is measured in device pixels; px() turns design pixels (CSS pixels at text size 100
// %) into them.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <imgui.h>

#include "core/base/json.h"
#include "shell/theme.h"

namespace shell {

enum class Layout {
    kDesktop,  // lessons, stage and controls side by side
    kCompact,  // below 1040 design pixels: the lessons behind a menu button
    kPhone     // below 640: one column, controls under the stage
};

enum class TextStyle {
    kBody,   // 14
    kBold,   // 14 bold
    kSmall,  // 12
    kLabel,  // 12 bold: captions of grids, section headings
    kTitle,  // 20 bold: the sentence over the stage
    kFigure  // 30 bold: one important number
};

// A rectangle under a stable name ("transport.play", "input.2.3"), in device pixels: tests find things by it.
struct Item {
    std::string name;
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;
};

struct PostedCommand {
    std::string name;
    nlohmann::json args;
};

class PictureAtlas;  // shell/widgets/picture_atlas.h
class Session;       // shell/session.h

struct Ui {
    Session* session = nullptr;
    PictureAtlas* pictures = nullptr;
    const Theme* theme = &kLightTheme;
    ImFont* regular = nullptr;
    ImFont* bold = nullptr;
    float pixel_ratio = 1;  // device pixels per CSS pixel
    float scale = 1;  // device pixels per design pixel: pixel ratio x text size x growth on large screens
    Layout layout = Layout::kDesktop;
    bool coarse_pointer = false;  // fingers: targets of 44 pixels
    bool has_camera = false;      // the home may have one
    bool reduced_motion = false;  // things jump to their place instead of moving there
    double seconds = 0;           // since the last frame

    // Filled during the frame.
    std::vector<Item> items;
    std::vector<PostedCommand> commands;
    std::string refusal;  // why something typed is not taken; becomes the session's message
    std::string refused;  // the control or field whose refusal the message is; empty: it is another
    double next_frame = std::numeric_limits<double>::infinity();
    bool drag_taken = false;  // a widget follows the finger: the region under it does not scroll

    float px(float design) const;  // whole device pixels; 0 < design gives at least 1
    bool phone() const { return layout == Layout::kPhone; }
    // Side of things to press: 44 CSS pixels for fingers, which do not grow with the text, but never less
    // than a line needs.
    float target() const;

    ImU32 colour(Colour colour, float alpha = 1) const;
    ImU32 colour(Rgb colour, float alpha = 1) const;

    ImFont* font(TextStyle style) const;
    float font_size(TextStyle style) const;

    // Posts a command of the lesson or the session; it is done after the views have drawn, so that one frame
    // shows one state. A refusal becomes the session's message.
    void command(std::string_view name, nlohmann::json args = nlohmann::json::object());
    // The same for one field by its key: the session's "set".
    void set(std::string_view key, nlohmann::json value);

    // What was typed into the control is not taken.
    void refuse(std::string sentence, std::string_view control = {});

    // Registers the last ImGui item, or a rectangle, under a name.
    void name_item(std::string_view name);
    void name_item(std::string_view name, ImVec2 min, ImVec2 max);

    // Something moves: another frame is wanted in so many seconds (0 = the next one).
    void wants_frame(double in_seconds = 0);
};

// Text style for a scope: `const Styled text(ui, TextStyle::kTitle);`
class Styled {
 public:
    Styled(const Ui& ui, TextStyle style) { ImGui::PushFont(ui.font(style), ui.font_size(style)); }
    ~Styled() { ImGui::PopFont(); }
    Styled(const Styled&) = delete;
    Styled& operator=(const Styled&) = delete;
};

}  // namespace shell
