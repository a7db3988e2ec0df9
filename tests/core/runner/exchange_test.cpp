// The two ways between threads: the ring and the triple buffer, each between one thread and another.
#include <doctest/doctest.h>

#include "core/runner/ring.h"
#include "core/runner/triple_buffer.h"

#if CNN_THREADS
#include <thread>
#endif

using namespace cnn;

TEST_CASE("ring: first in, first out, and full is full") {
    Ring<int, 4> ring;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i) CHECK(ring.push(i));
        CHECK(!ring.push(9));
        for (int i = 0; i < 4; ++i) CHECK(ring.pop() == i);
        CHECK(!ring.pop());
    }
}

TEST_CASE("triple buffer: the reader sees the latest, as often as it likes") {
    TripleBuffer<int> buffer(7);
    CHECK(buffer.latest() == 7);
    buffer.publish(1);
    buffer.publish(2);
    CHECK(buffer.latest() == 2);
    CHECK(buffer.latest() == 2);
    buffer.publish(3);
    CHECK(buffer.latest() == 3);
}

#if CNN_THREADS
TEST_CASE("ring and triple buffer between two threads: nothing is lost, nothing goes backwards") {
    Ring<int, 8> ring;
    TripleBuffer<int> buffer(0);
    constexpr int kCount = 20000;
    std::thread worker([&] {
        for (int expected = 1; expected <= kCount;) {
            if (const auto got = ring.pop()) {
                if (*got != expected) return;
                buffer.publish(expected++);
            } else {
                std::this_thread::yield();
            }
        }
    });
    int seen = 0;
    bool rising = true;
    for (int next = 1; seen < kCount && rising;) {
        if (next <= kCount && ring.push(next)) ++next;
        const int latest = buffer.latest();
        rising = latest >= seen;
        seen = latest;
    }
    worker.join();
    CHECK(rising);
    CHECK(seen == kCount);
}
#endif
