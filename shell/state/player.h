// Player: the cursor of a lesson that is stepped. Every action is an assignment to one integer, so that going
// back costs what going forward costs, and a link, an undo entry or a drag of the scrub bar can put it
// anywhere.
#pragma once

namespace shell {

struct Player {
    static constexpr float kSlowest = 0.25F;  // positions per second
    static constexpr float kFastest = 60.0F;

    int t = 0;      // position, in [0, count)
    int count = 1;  // positions there are, >= 1
    bool playing = false;
    bool loop = false;
    float speed = 2.0F;  // positions per second
    double waited = 0;   // seconds since the last position while playing; not part of a link

    void set_count(int positions);  // keeps t inside
    void play();                    // from the start when it stands on the last position
    void pause();
    void toggle() { playing ? pause() : play(); }
    void step(int by);  // stops playing; stays inside [0, count)
    void first() { scrub(0); }
    void last() { scrub(count - 1); }
    void scrub(int position);  // stops playing
    bool at_end() const { return t >= count - 1; }

    // Time passes. Returns the seconds until the next position is due: infinity when it does not play.
    double advance(double seconds);
};

}  // namespace shell
