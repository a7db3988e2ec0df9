// A small lesson for tests of what all lessons share: one field of each kind, bounds that depend on an
// earlier field, a combination that is impossible, two examples.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "shell/lessons/registry.h"
#include "shell/state/player.h"

namespace made_up {

inline constexpr std::string_view kColours[] = {"red", "green", "blue"};

class Model : public shell::LessonModel {
 public:
    Model() { player.set_count(static_cast<int>(cell_count())); }

    void fields(shell::FieldVisitor& visitor) override {
        constexpr std::string_view kSides[] = {"height", "width"};
        visitor.shorthand("side", kSides);
        visitor.integer({"height", "Height"}, height, 1, 8);
        visitor.integer({"width", "Width"}, width, 1, 8);
        visitor.integer({"kernel", "Kernel"}, kernel, 1, height < width ? height : width);
        visitor.numbers({"cells", "Cells"}, cells, cell_count());
        visitor.real({"rate", "Rate"}, rate, 0.0F, 10.0F);
        visitor.choice({"colour", "Colour"}, colour, kColours);
        visitor.flag({"grid", "Grid"}, grid);
        visitor.big_integer({"seed", "Seed"}, seed);
        visitor.text({"title", "Title"}, title, 64);
        visitor.integer({"t", "Position"}, player.t, 0, static_cast<int>(cell_count()) - 1);
    }
    cnn::Status settle() override {
        ++settled;
        if (height * width == 35) return cnn::Error{"5 x 7 cells are impossible in this lesson."};
        player.set_count(static_cast<int>(cell_count()));
        return cnn::success();
    }
    nlohmann::json state() const override { return {{"cells", cells}, {"t", player.t}}; }
    std::string sentences() const override { return "Cell " + std::to_string(player.t) + "."; }
    std::span<const shell::CommandInfo> commands() const override {
        static constexpr shell::CommandInfo kCommands[] = {{"next", "One on", "Right"},
                                                           {"paint", "Paint", ""}};
        return kCommands;
    }
    cnn::Status command(std::string_view name, const nlohmann::json&) override {
        if (name == "next") {
            player.step(1);
        } else if (name == "paint") {
            cells[0] += 1;
        } else {
            return cnn::Error{"The lesson does not know this."};
        }
        return cnn::success();
    }
    std::span<const shell::Example> examples() const override {
        static const std::vector<shell::Example> kExamples = {
            {"E-1", "Four by four", "A lecture"}, {"E-2", "All blue", "A lecture"}};
        return kExamples;
    }
    cnn::Status open_example(std::string_view code) override {
        if (code == "E-1") {
            height = width = kernel = 4;
            cells.assign(16, 0.5F);
        } else if (code == "E-2") {
            colour = 2;
        } else {
            return cnn::Error{"There is no such example."};
        }
        return settle();
    }
    double advance(double seconds) override { return player.advance(seconds); }

    std::size_t cell_count() const { return static_cast<std::size_t>(height * width); }

    int height = 3;
    int width = 3;
    int kernel = 2;
    std::vector<float> cells = std::vector<float>(9, 1.0F);
    float rate = 0.1F;
    int colour = 0;
    bool grid = true;
    std::uint64_t seed = 1;
    std::string title = "Nine cells";
    shell::Player player;
    int settled = 0;
};

inline std::unique_ptr<shell::LessonModel> make_model() { return std::make_unique<Model>(); }

inline constexpr shell::LessonEntry kLessons[] = {{"made-up", "# Made up\ngroup: Tests\n", make_model},
                                                  {"second", "# The second\ngroup: Tests\n", make_model}};

}  // namespace made_up
