// Player: the cursor moves.
#include "shell/state/player.h"

#include <algorithm>
#include <limits>

namespace shell {

void Player::set_count(int positions) {
    count = std::max(positions, 1);
    t = std::clamp(t, 0, count - 1);
}

void Player::play() {
    if (at_end()) t = 0;
    playing = count > 1;
    waited = 0;
}

void Player::pause() {
    playing = false;
    waited = 0;
}

void Player::step(int by) {
    const int room = by < 0 ? -t : count - 1 - t;
    scrub(t + (by < 0 ? std::max(by, room) : std::min(by, room)));
}

void Player::scrub(int position) {
    pause();
    t = std::clamp(position, 0, count - 1);
}

double Player::advance(double seconds) {
    if (!playing) return std::numeric_limits<double>::infinity();
    // A tab that was hidden must not leap ahead: a quarter of a second counts at most.
    waited += std::clamp(seconds, 0.0, 0.25);
    const double period = 1.0 / std::clamp(speed, kSlowest, kFastest);
    while (playing && waited >= period) {
        waited -= period;
        if (!at_end()) {
            ++t;
        } else if (loop) {
            t = 0;
        }
        if (at_end() && !loop) pause();
    }
    return playing ? period - waited : std::numeric_limits<double>::infinity();
}

}  // namespace shell
