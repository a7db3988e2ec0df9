// What the App holds between frames; its parts are in app.cpp (life of a frame), app_layout.cpp (regions),
// app_lessons.cpp (their list and their words), app_keys.cpp (shortcuts) and app_touch.cpp (scrolling with a
// finger).
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "shell/app.h"
#include "shell/ui.h"
#include "shell/widgets/picture_atlas.h"

namespace shell {

// Of a phone's room the sheet of controls takes little at first, only its heading and formula, and more after
// a tap on its handle.
inline constexpr float kSheetShare = 0.2F;
inline constexpr float kSheetOpen = 0.55F;

// Windows that stand where they are put.
inline constexpr ImGuiWindowFlags kStill =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;

// Closes the open modal popup on Escape or a press outside of it.
void close_when_left();

// What stands on the buttons of the display: nothing, one word each in a row, or whole words below each
// other.
enum class ButtonWords { kNone, kBrief, kWhole };

enum class ThemeChoice { kAuto, kLight, kDark };

// A finger that drags the page: which region, how fast it still glides.
struct TouchScroll {
    ImGuiID window = 0;
    float speed = 0;  // device pixels per second
    bool dragging = false;
};

// A sentence that stays on the screen until it is dismissed, and a short word that goes by itself.
struct Toast {
    std::string message;
    float message_height = 0;  // with its margin, as last drawn: the stage begins below
    std::string notice;
    double notice_seconds = 0;  // left
};

struct App::Inside {
    explicit Inside(Host& home);

    // app.cpp
    void load_settings();
    void begin(double seconds);
    void apply_style();
    void run_commands();
    void answer_with(const cnn::Status& taken);
    void file_failed(std::string reason);
    void grant_wishes();
    void follow_camera();
    void camera_failed(std::string reason);
    void settle(double seconds);
    double wish();
    LessonView& view();

    // app_layout.cpp
    void draw();
    void top_bar(ImVec2 min, ImVec2 max);
    void display_buttons(ButtonWords words);
    void lesson_header(float left, float right);
    void stage_region(ImVec2 min, ImVec2 max);
    void controls_region(ImVec2 min, ImVec2 max);
    void sheet(ImVec2 min, ImVec2 max);
    void controls();
    void transport_region(ImVec2 min, ImVec2 max);
    float message_strip(ImVec2 at, float width);
    void notice_pill(float centre_y);
    void dismiss_message();
    void help_sheet();
    void drop_hint();
    void share();

    // app_picture.cpp
    std::string picture_name(std::string_view ending) const;
    void save_svg();

    // app_lessons.cpp
    bool list_crowds(float column) const;
    void lesson_list(bool foldable);
    bool group_row(std::string_view group, bool foldable);
    void lesson_row(const LessonEntry& entry);
    void lesson_text();
    void lessons_overlay();

    // app_keys.cpp
    void claim_keys();     // before the widgets: what is not theirs belongs to the lesson's commands
    void dispatch_keys();  // after them

    // app_touch.cpp
    void scroll_by_touch();

    Host& host;
    Session session;
    PictureAtlas atlas;
    Ui ui;
    std::map<std::string, std::unique_ptr<LessonView>, std::less<>> views;

    ThemeChoice theme_choice = ThemeChoice::kAuto;
    bool system_dark = false;
    int text_size = 100;       // per cent
    ImVec2 screen{1280, 800};  // device pixels

    Toast toast;
    std::string seen_message;
    bool file_over = false;
    bool camera_on = false;
    std::map<std::string, double, std::less<>> loading;  // data set -> share

    float header_width = 0;           // of the lesson's own controls in the top bar, as last drawn
    ImVec2 notice_room;               // from, to: the part of the top bar where a notice hides least
    float sheet_share = kSheetShare;  // of the space between header and transport, on a phone
    bool open_help = false;
    bool open_lessons = false;
    std::set<std::string, std::less<>> unfolded;  // groups of the list that show their lessons
    bool show_words = false;                      // the column goes to the lesson's words
    TouchScroll touch;
    std::string picture_form;  // "svg" or "png": the frame that is being drawn is taken along

    // When to draw again, and when the state is at rest.
    double lesson_wish = 0;
    double last_wish = 0;
    double since_input = 0;
    double since_change = 0;
    bool changed = true;  // something may have changed since the link was last shown
    std::string shown_link;
    std::string drawn_lesson;    // of the last frame
    bool lesson_opened = false;  // since the last frame: it is seen from its top
};

}  // namespace shell
