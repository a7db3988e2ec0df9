// A lesson without its picture: values, commands, words. Knows no ImGui; the command line, the tests,
// window.convolab and the screen all stand on it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "shell/lessons/errata.h"
#include "shell/state/fields.h"

namespace shell {

// Anything a learner can do, once: the button, the key, window.convolab.command and the help sheet show the
// same row.
struct CommandInfo {
    std::string_view name;   // "next-term"
    std::string_view title;  // "One term forward"
    std::string_view keys;   // "Right"; "" for none. Names: "Space" "Left" "Shift+Right" "Home" "Ctrl+Z" "R"
};

// A worked example of a lecture.
struct Example {
    std::string code;    // "S2-8"
    std::string title;   // "Sobel, vertical edges"
    std::string source;  // "Kun Suo, Convolutional Neural Networks"
};

// What the learner gave: a file's raw bytes, a picture that the home has already decoded, or a folder's
// files.
struct GivenFile {
    // A file of a given folder: its path, folder included, and how many of the folder's bytes are its own.
    struct Part {
        std::string path;
        std::size_t size = 0;
    };

    std::string name;
    std::vector<std::uint8_t> bytes;  // raw bytes; for a decoded picture RGBA, row by row
    int width = 0;                    // > 0: decoded picture
    int height = 0;
    std::vector<Part> parts = {};  // of a folder, whose bytes are those of its files, one behind the other
};

// What a lesson asks of its home; the App answers it. All calls return at once.
struct Wishes {
    bool open_picture = false;    // show the file dialog for one picture
    bool open_data = false;       // show it for a table, an archive or another file with data
    bool open_folder = false;     // show it for a folder
    bool open_weights = false;    // the same for a file of weights: .safetensors, .npz
    std::vector<GivenFile> save;  // files that the learner takes along
    std::string stop_fetching;    // name of a data set whose rest is not wanted; comes before the next
    std::string fetch_data;       // name of a data set to fetch ("mnist"); progress comes by data_progress
    std::string copy_text;        // put on the clipboard
};

class SteppedModel;  // shell/lessons/stepped_model.h

class LessonModel {
 public:
    virtual ~LessonModel() = default;

    // The state, in an order in which each field's bounds follow from those before it. The field "t" is the
    // playhead. A fresh model of the same lesson is made now and then to learn what its first state and its
    // examples are: so making one, open_example() and settle() start no thread and take no large memory;
    // advance() and commands may.
    virtual void fields(FieldVisitor& visitor) = 0;
    // Called after fields were written from outside (link, undo, generic control): recompute what follows
    // from them. An error sentence means the combination is impossible; the caller then restores the former
    // state.
    virtual cnn::Status settle() = 0;

    // What the screen shows, as JSON (window.convolab.state(), --json) and as sentences (--text).
    virtual nlohmann::json state() const = 0;
    virtual std::string sentences() const = 0;

    virtual std::span<const CommandInfo> commands() const = 0;
    // Does `name`; args is an object ("value": 3). An unknown name or bad argument is an error sentence,
    // nothing changes.
    virtual cnn::Status command(std::string_view name, const nlohmann::json& args) = 0;

    virtual std::span<const Example> examples() const = 0;
    // Replaces the state by the example's; unknown code: an error sentence.
    virtual cnn::Status open_example(std::string_view code) = 0;

    // This lesson as one that is stepped; null: it is none.
    virtual SteppedModel* stepped() { return nullptr; }
    // Where the lectures err about what this lesson shows.
    virtual std::span<const Erratum> errata() const { return {}; }

    // Time passes (playing, training). Returns the seconds until it wants to be called again: 0 = next frame,
    // infinity = at rest.
    virtual double advance(double seconds) = 0;
    // Work that is no picture (the sliced trainer), for about `milliseconds`; called between frames by a home
    // without threads. True while there is more.
    virtual bool work(double /*milliseconds*/) { return false; }

    virtual cnn::Status take_file(const GivenFile&) { return cnn::Error{"This lesson takes no files."}; }
    // Whether the command chooses what a file could have brought: once it is done, the refusal of one is
    // past.
    virtual bool replaces_file(std::string_view /*command*/) const { return false; }
    // While true, the home's camera runs and its pictures come, already decoded; or it ends by itself.
    virtual bool wants_camera() const { return false; }
    virtual void take_camera(const GivenFile&) {}
    virtual void camera_ended() {}
    // A data set arrives: share in [0, 1] while it loads; then take_data() with its files, or data_failed()
    // with a reason. Files of a large set come one by one before that: true while more are wanted.
    virtual void data_progress(std::string_view, double) {}
    virtual cnn::Result<bool> take_data_file(std::string_view, GivenFile) { return false; }
    virtual cnn::Status take_data(std::string_view, std::vector<GivenFile>) { return cnn::success(); }
    virtual void data_failed(std::string_view, std::string) {}

    // What of the state a link cannot carry, and what to do about it: "the weights: Train makes them again.";
    // empty: it carries all.
    virtual std::string not_in_link() const { return {}; }

    // What the home keeps of this lesson from one visit to the next (a score), as a short text; empty:
    // nothing.
    virtual std::string kept() const { return {}; }
    virtual void restore(std::string_view) {}

    Wishes take_wishes() { return std::exchange(wishes_, Wishes{}); }

 protected:
    Wishes wishes_;
};

}  // namespace shell
