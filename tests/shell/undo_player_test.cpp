// Undo as a list of texts; the player as an integer.
#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.h"
#include "shell/state/player.h"
#include "shell/state/undo.h"

TEST_CASE("undo: redo is its inverse") {
    shell::Undo undo;
    for (const char* text : {"a", "b", "b", "c"}) undo.checkpoint(text);
    CHECK(undo.undo() == "b");
    CHECK(undo.undo() == "a");
    CHECK_FALSE(undo.can_undo());
    CHECK(undo.redo() == "b");
    CHECK(undo.redo() == "c");
    CHECK_FALSE(undo.can_redo());
}

TEST_CASE("undo: a new step cuts off what could be redone, an amended one does not") {
    shell::Undo undo;
    for (const char* text : {"a", "b", "c"}) undo.checkpoint(text);
    undo.undo();
    undo.amend("b2");
    CHECK(undo.can_redo());
    undo.checkpoint("d");
    CHECK_FALSE(undo.can_redo());
    CHECK(undo.undo() == "b2");
}

TEST_CASE("undo: the oldest steps are forgotten") {
    shell::Undo undo(3);
    for (int i = 0; i < 10; ++i) undo.checkpoint(std::to_string(i));
    CHECK(undo.undo() == "8");
    CHECK(undo.undo() == "7");
    CHECK_FALSE(undo.can_undo());
}

TEST_CASE("player: every action leaves the cursor inside") {
    cnn::Rng rng(11);
    shell::Player player;
    player.set_count(9);
    for (int round = 0; round < 5000; ++round) {
        const int value = static_cast<int>(rng.next());
        switch (rng.below(8)) {
            case 0:
                player.step(value);
                break;
            case 1:
                player.scrub(value);
                break;
            case 2:
                player.first();
                break;
            case 3:
                player.last();
                break;
            case 4:
                player.toggle();
                break;
            case 5:
                player.set_count(static_cast<int>(rng.below(12)));
                break;
            case 6:
                player.loop = !player.loop;
                break;
            default:
                player.advance(static_cast<double>(rng.unit()));
        }
        CHECK(player.t >= 0);
        CHECK(player.t < player.count);
    }
}

TEST_CASE("player: a step forward and a step back cancel") {
    shell::Player player;
    player.set_count(5);
    player.scrub(2);
    player.step(1);
    player.step(-1);
    CHECK(player.t == 2);
    player.step(-2147483647 - 1);
    CHECK(player.t == 0);
    player.step(2147483647);
    CHECK(player.t == 4);
}

TEST_CASE("player: time moves it at its speed, to the end or round") {
    shell::Player player;
    player.set_count(4);
    player.speed = 10;
    player.play();
    CHECK(player.advance(0.05) == doctest::Approx(0.05));
    CHECK(player.t == 0);
    CHECK(player.advance(0.06) == doctest::Approx(0.09));
    CHECK(player.t == 1);
    CHECK(std::isinf(player.advance(0.25)));
    CHECK(player.t == 3);
    CHECK_FALSE(player.playing);

    player.play();  // from the end: once more from the start
    CHECK(player.t == 0);
    player.loop = true;
    player.speed = 8;
    for (int i = 0; i < 3; ++i) player.advance(0.25);
    CHECK(player.playing);
    CHECK(player.t == 2);
    player.pause();
    CHECK(std::isinf(player.advance(1)));
    CHECK(player.t == 2);
}

TEST_CASE("player: a hidden tab does not leap ahead") {
    shell::Player player;
    player.set_count(100);
    player.speed = 8;
    player.play();
    player.advance(600);
    CHECK(player.t == 2);
}
