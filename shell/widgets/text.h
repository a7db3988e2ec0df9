// Words on the screen: headings, paragraphs, lines of coloured runs, the boxed formula, pairs of name and
// value, cards.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/ui.h"

namespace shell {

ImVec2 text_size(const Ui& ui, TextStyle style, std::string_view text);
// Draws without moving the cursor; `align` 0 left, 0.5 centred, 1 right of `at`; y is the top of the line.
void draw_text(const Ui& ui, TextStyle style, ImVec2 at, ImU32 colour, std::string_view text,
               float align = 0);
// As draw_text, but shortened with "…" so that it fits `width`.
void draw_text_fit(const Ui& ui, TextStyle style, ImVec2 at, ImU32 colour, std::string_view text,
                   float width);

void paragraph(Ui& ui, std::string_view text, TextStyle style = TextStyle::kBody,
               Colour colour = Colour::kText);
// Over the stage, or smaller beside what stands in its line; the explanation takes the room of `lines` lines
// at least.
void title(Ui& ui, std::string_view text, std::string_view explanation = {}, int lines = 1);
void heading(Ui& ui, std::string_view text);  // "Output size" is shown as OUTPUT SIZE
void space(Ui& ui, float design_pixels);      // vertical gap

// A part of a line in its own colour.
struct Run {
    std::string text;
    Colour colour = Colour::kText;
    bool bold = false;
    std::string link =
        {};  // what linked_runs answers when these words are pressed; empty: they are just read
};
inline Run input_run(std::string text) { return {std::move(text), Colour::kInput, true}; }
inline Run kernel_run(std::string text) { return {std::move(text), Colour::kKernel, true}; }
inline Run output_run(std::string text) { return {std::move(text), Colour::kOutput, true}; }
inline Run plain_run(std::string text) { return {std::move(text), Colour::kText, false}; }
inline Run muted_run(std::string text) { return {std::move(text), Colour::kMuted, false}; }

// One paragraph of runs, wrapped at spaces to the available width. align 0 left, 0.5 centred.
void text_runs(Ui& ui, std::span<const Run> runs, float align = 0, TextStyle style = TextStyle::kBody);
// The same, with words to press; answers the link that was. Its items are named "NAME.0", "NAME.1" by their
// order.
std::optional<std::string> linked_runs(Ui& ui, std::string_view name, std::span<const Run> runs);
// Lines of runs, centred in a tinted box: the live size formula.
void formula(Ui& ui, std::string_view name, std::span<const std::vector<Run>> lines);

// "Speed ........ 4 812 images/s"
void key_value(Ui& ui, std::string_view key, std::string_view value, Colour value_colour = Colour::kText);

// A note in a tinted box with a bold first line; `link` is an action word at its end ("Show it with
// padding"): true when it was pressed.
enum class NoteKind { kPlain, kWarning };
bool note(Ui& ui, std::string_view name, NoteKind kind, std::string_view first_line, std::string_view text,
          std::string_view link = {});

// Underlined words that do something.
bool link_text(Ui& ui, std::string_view name, std::string_view text);

// A white card on the tinted stage; ends with the scope. width 0: all that is available; height 0: as high as
// its content. Inside, ImGui's cursor and GetContentRegionAvail() are the card's.
enum class CardHeight {
    kExact,
    kAtLeast
};  // kAtLeast: grows with its content, which then must not ask for what is left
class Card {
 public:
    Card(Ui& ui, std::string_view name, float width = 0, float height = 0,
         CardHeight kind = CardHeight::kExact);
    ~Card();
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;
};
// A card's first line: heading at the left, words or a legend at the right.
void card_heading(Ui& ui, std::string_view text, std::span<const Run> right = {});

// Cards beside each other: the width of each of `count` columns with the usual gap; one column where they
// would be narrower than `least` design pixels. next_column goes to the next place.
struct Columns {
    int count = 1;
    float width = 0;
    float gap = 0;
};
Columns columns(const Ui& ui, int count, float least = 280);
void next_column(Ui& ui, const Columns& columns, int index);  // call before card `index` (0, 1, ...)
// A column inside a card, as high as what is in it, until ImGui::EndChild.
void begin_column(const char* name, const Columns& columns);

void tooltip(Ui& ui, std::string_view text);  // for the last item while it is hovered or focused by keyboard

}  // namespace shell
