// The bar at the bottom, as a video player has it: buttons, a track to scrub or a progress bar, label, speed,
// loop. Beside each other on a wide screen; on a phone the track is above the buttons.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shell/ui.h"
#include "shell/widgets/icons.h"

namespace shell {

struct TransportButton {
    std::string_view name;  // the command it stands for: "next-term"; its item is "transport.next-term"
    Icon icon = Icon::kNone;
    std::string_view tip;  // "One term forward (Right)"
    bool primary = false;  // play and pause: large and filled
    bool enabled = true;
};

struct TransportBar {
    std::span<const TransportButton> buttons;
    bool scrub = true;  // a track to drag; false: a progress bar of `progress`
    int position = 0;   // 0 .. last
    int last = 0;
    int tick_every = 0;             // a mark on the track every so many positions (the cells); 0: none
    float progress = 0;             // [0, 1]
    std::string_view left_label;    // before the track: "batch 441 of 938"
    std::string_view right_label;   // behind it: "cell 6 of 16 · term 5 of 9"
    std::span<const float> speeds;  // empty: no speed button
    float speed = 1;
    std::optional<bool> loop;  // none: no loop button
};

struct TransportAnswer {
    std::optional<int> button;    // index into buttons
    std::optional<int> position;  // scrubbed to
    std::optional<float> speed;
    std::optional<bool> loop;
};

TransportAnswer transport_bar(Ui& ui, const TransportBar& bar);

}  // namespace shell
