// Independent pieces of work, run by whoever is there: one thread here, a pool in core/runner. Pieces must
// not share what they write; then the result cannot depend on how many workers there are.
#pragma once

#include <type_traits>

namespace cnn {

class ParallelFor {
 public:
    // A borrowed callable: no allocation per call.
    struct Body {
        void* callable;
        void (*call)(void* callable, int piece, int worker);
    };

    virtual ~ParallelFor() = default;
    virtual int workers() const = 0;

    // Calls body(piece, worker) once for each piece in [0, count), in any order, and returns when all are
    // done. `worker` is in [0, workers()): two calls that run at the same time have different ones, so it
    // names scratch memory.
    virtual void run(int count, Body body) = 0;

    template <class Callable>
    void operator()(int count, Callable&& callable) {
        using Plain = std::remove_reference_t<Callable>;
        run(count, {&callable,
                    [](void* held, int piece, int worker) { (*static_cast<Plain*>(held))(piece, worker); }});
    }
};

// The caller's own thread does everything, pieces in rising order.
class SerialFor final : public ParallelFor {
 public:
    int workers() const override { return 1; }
    void run(int count, Body body) override {
        for (int piece = 0; piece < count; ++piece) body.call(body.callable, piece, 0);
    }
};

}  // namespace cnn
