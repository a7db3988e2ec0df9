// Lifetimes on a line of time - layer i forward at i, the loss at L, layer i back at 2 L - i - and a place
// for each that no other has at the same time: the largest first, each as low as it fits.
#include "core/net/memory_plan.h"

#include <algorithm>
#include <numeric>

#include "core/net/layer_ops.h"

namespace cnn {
namespace {

// A piece of memory and the time from its first to its last use.
struct Piece {
    std::size_t floats = 0;
    int first = 0;
    int last = 0;
    std::size_t place = kNowhere;

    bool meets(const Piece& other) const { return first <= other.last && other.first <= last; }
};

// Gives every piece its place; the floats of the whole.
std::size_t place_pieces(std::vector<Piece>& pieces) {
    std::vector<std::size_t> order(pieces.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return pieces[a].floats > pieces[b].floats; });
    std::vector<const Piece*> placed;  // by place
    std::size_t whole = 0;
    for (const std::size_t next : order) {
        Piece& piece = pieces[next];
        std::size_t place = 0;
        for (const Piece* other : placed) {
            if (!piece.meets(*other)) continue;
            if (place + piece.floats <= other->place) break;
            place = std::max(place, other->place + other->floats);
        }
        piece.place = place;
        whole = std::max(whole, place + piece.floats);
        const auto behind = std::find_if(placed.begin(), placed.end(),
                                         [&](const Piece* other) { return other->place > place; });
        placed.insert(behind, &piece);
    }
    return whole;
}

class Planner {
 public:
    Planner(const NetworkSpec& spec, const std::vector<LayerPlan>& plan, int images, Passes passes)
        : spec_(spec),
          layers_(static_cast<int>(plan.size())),
          training_(passes == Passes::kTraining),
          readers_(plan.size() + 1),
          trained_(plan.size() + 1, false) {
        sizes_.push_back(padded(spec.input, images));
        for (std::size_t i = 0; i < plan.size(); ++i) {
            sizes_.push_back(padded(plan[i].output, images));
            trained_[i + 1] = plan[i].parameter_count() > 0;
            for (const int source : spec.inputs[i]) {
                readers_[value_of(source)].push_back(static_cast<int>(i));
                if (trained_[value_of(source)]) trained_[i + 1] = true;
            }
        }
    }

    MemoryPlan run() {
        MemoryPlan memory;
        share_values();
        add_values();
        if (training_) add_gradients();
        memory.floats = place_pieces(pieces_);
        const auto places = [this](const std::vector<int>& of) {
            std::vector<std::size_t> all;
            all.reserve(of.size());
            for (const int piece : of)
                all.push_back(piece < 0 ? kNowhere : pieces_[static_cast<std::size_t>(piece)].place);
            return all;
        };
        memory.values = places(value_pieces_);
        memory.gradients = places(gradient_pieces_);
        memory.parts = places(part_pieces_);
        for (const std::vector<int>& readers : readers_)
            memory.last_reader.push_back(readers.empty() ? -1 : readers.back());
        return memory;
    }

 private:
    static std::size_t value_of(int layer) { return static_cast<std::size_t>(layer + 1); }
    static std::size_t padded(Shape shape, int images) {
        return (shape.size() * static_cast<std::size_t>(images) + 15) / 16 * 16;
    }
    const LayerSpec& layer(int i) const { return spec_.layers[static_cast<std::size_t>(i)]; }
    const std::vector<int>& inputs(int i) const { return spec_.inputs[static_cast<std::size_t>(i)]; }
    std::size_t first_input(int i) const { return value_of(inputs(i).front()); }
    int back(int i) const { return 2 * layers_ - i; }  // time of layer i's backward pass
    bool has_backward(int i) const { return training_ && trained_[value_of(i)]; }
    bool keeps_input(int i) const { return has_backward(i) && backward_needs(layer(i)).input; }
    bool keeps_output(int i) const { return has_backward(i) && backward_needs(layer(i)).output; }

    bool reads_once(int i) const {
        return std::count(inputs(i).begin(), inputs(i).end(), inputs(i).front()) == 1;
    }

    // May layer i overwrite its first input? Nobody behind it may read that, nor a backward pass.
    bool may_overwrite(int i) const {
        if (!backward_needs(layer(i)).in_place || !reads_once(i)) return false;
        for (std::size_t value = 0; value <= static_cast<std::size_t>(i); ++value) {
            if (owner_[value] != owner_[first_input(i)]) continue;
            if (value > 0 && keeps_output(static_cast<int>(value) - 1)) return false;
            for (const int reader : readers_[value])
                if (reader > i || keeps_input(reader)) return false;
        }
        return true;
    }

    // owner_: the first of the values that share one place.
    void share_values() {
        owner_.push_back(0);
        for (int i = 0; i < layers_; ++i)
            owner_.push_back(is_flatten(layer(i)) || may_overwrite(i) ? owner_[first_input(i)] : value_of(i));
    }

    int add_piece(std::size_t floats, int first, int last) {
        pieces_.push_back({floats, first, last});
        return static_cast<int>(pieces_.size()) - 1;
    }

    void add_values() {
        value_pieces_.resize(owner_.size());
        for (std::size_t value = 0; value < owner_.size(); ++value) {
            const int time = static_cast<int>(value) - 1;
            if (owner_[value] == value) value_pieces_[value] = add_piece(sizes_[value], time, time);
            value_pieces_[value] = value_pieces_[owner_[value]];
            int& last = pieces_[static_cast<std::size_t>(value_pieces_[value])].last;
            last = std::max(last, last_use(value));
        }
    }

    int last_use(std::size_t value) const {
        const int producer = static_cast<int>(value) - 1;
        int last = producer;
        for (const int reader : readers_[value])
            last = std::max(last, keeps_input(reader) ? back(reader) : reader);
        if (producer == layers_ - 1) last = layers_;
        if (producer >= 0 && keeps_output(producer)) last = std::max(last, back(producer));
        return last;
    }

    // May the gradient of layer i's first input take the place of its output's gradient?
    bool gradient_in_place(int i) const {
        return (is_flatten(layer(i)) || backward_needs(layer(i)).in_place) && reads_once(i);
    }

    void add_gradients() {
        gradient_pieces_.assign(sizes_.size(), -1);
        part_pieces_.assign(static_cast<std::size_t>(layers_), -1);
        gradient_pieces_.back() = add_piece(sizes_.back(), layers_, layers_);
        for (int i = layers_ - 1; i >= 0; --i) {
            if (!trained_[value_of(i)]) continue;
            for (const int source : inputs(i)) begin_gradient(i, value_of(source));
            touch(gradient_pieces_[value_of(i)], back(i));
        }
    }

    void touch(int piece, int time) {
        int& last = pieces_[static_cast<std::size_t>(piece)].last;
        last = std::max(last, time);
    }

    // Layer i gives its share to the gradient of `value`.
    void begin_gradient(int i, std::size_t value) {
        if (!trained_[value]) return;
        int& piece = gradient_pieces_[value];
        const bool in_place = gradient_in_place(i) && value == first_input(i);
        if (piece < 0) {
            piece = in_place ? gradient_pieces_[value_of(i)] : add_piece(sizes_[value], back(i), back(i));
        } else if (readers_[value].back() != i && !joins_branches(layer(i))) {
            part_pieces_[static_cast<std::size_t>(i)] =
                in_place ? gradient_pieces_[value_of(i)] : add_piece(sizes_[value], back(i), back(i));
        }
    }

    const NetworkSpec& spec_;
    int layers_;
    bool training_;
    std::vector<std::size_t> sizes_;         // floats of a chunk of each value
    std::vector<std::vector<int>> readers_;  // layers that read each value, rising
    std::vector<bool> trained_;              // is the value's gradient wanted?
    std::vector<std::size_t> owner_;
    std::vector<Piece> pieces_;
    std::vector<int> value_pieces_;
    std::vector<int> gradient_pieces_;
    std::vector<int> part_pieces_;
};

}  // namespace

MemoryPlan plan_memory(const NetworkSpec& spec, const std::vector<LayerPlan>& plan, int images,
                       Passes passes) {
    return Planner(spec, plan, images, passes).run();
}

}  // namespace cnn
