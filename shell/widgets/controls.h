// Buttons, switches, sliders, fields and menus. Each takes the value and gives back what the learner chose,
// if anything; none keeps state. What is typed and not taken stays as it was, and a sentence says why. `name`
// is the stable name under which tests find it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shell/ui.h"
#include "shell/widgets/icons.h"

namespace shell {

enum class ButtonLook { kPrimary, kQuiet, kPlain };                   // filled; outlined; text only
float button_width(const Ui& ui, std::string_view label, Icon icon);  // as wide as its label
// width 0: that; < 0: all that is available.
bool button(Ui& ui, std::string_view name, std::string_view label, ButtonLook look = ButtonLook::kQuiet,
            Icon icon = Icon::kNone, bool enabled = true, float width = 0);
bool icon_button(Ui& ui, std::string_view name, Icon icon, std::string_view tip, bool enabled = true,
                 bool lit = false, ButtonLook look = ButtonLook::kQuiet);

// One of a few: filled segment = chosen. Left and Right move it. Breaks into rows where the labels do not
// fit.
std::optional<int> segmented(Ui& ui, std::string_view name, std::span<const std::string_view> labels,
                             int chosen);

// A switch with its label at the left.
std::optional<bool> toggle(Ui& ui, std::string_view name, std::string_view label, bool on);

// Label, track, value. Left and Right change it by one step, Home and End go to the bounds, Ctrl+click or
// double click types it. low == high: shown, but fixed.
std::optional<int> slider_row(Ui& ui, std::string_view name, std::string_view label, int value, int low,
                              int high);

// Label, minus, value, plus.
std::optional<int> stepper(Ui& ui, std::string_view name, std::string_view label, int value, int low,
                           int high);

// Label and a field to type a number; answered when it is left or Enter is pressed.
std::optional<float> number_field(Ui& ui, std::string_view name, std::string_view label, float value,
                                  float low, float high);
std::optional<std::uint64_t> big_number_field(Ui& ui, std::string_view name, std::string_view label,
                                              std::uint64_t value);

// A text of one or several lines; answered with each edit. Bytes [error_from, error_to) are underlined as
// wrong where error_from < error_to.
std::optional<std::string> text_field(Ui& ui, std::string_view name, std::string_view value,
                                      std::string_view hint, std::size_t max_bytes, int lines = 1,
                                      std::size_t error_from = 0, std::size_t error_to = 0);

// A button that opens a list. Rows may be under group headings (a row with only `title`, group = true).
struct MenuRow {
    std::string code;    // "S2-8", in its own column; may be empty
    std::string title;   // "Sobel, vertical edges"
    std::string detail;  // source or size, grey, below
    bool group = false;
};
// "Network: Quick"; only "Quick" where the bar has to hold more than fits.
std::string menu_label(const Ui& ui, std::string_view kind, std::string_view value);
// Answers the index of the pressed row. width 0: as wide as its label needs, at most what is available.
std::optional<int> menu(Ui& ui, std::string_view name, std::string_view label, std::span<const MenuRow> rows,
                        int chosen, float width = 0);
// The same in a labelled row of the controls column: "Optimiser   [RMSprop v]".
std::optional<int> menu_row(Ui& ui, std::string_view name, std::string_view label,
                            std::span<const MenuRow> rows, int chosen);

// A heading that opens and closes what stands below it; `detail` stands at its right. True when it is
// pressed.
bool fold(Ui& ui, std::string_view name, std::string_view label, std::string_view detail, bool open);

void progress_bar(Ui& ui, std::string_view name, float share, std::string_view label = {});

}  // namespace shell
