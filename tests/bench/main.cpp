// convolab_bench: training and inference of the lectures' networks as a share of what the machine can do at
// most, measured beside it.
//
//     convolab_bench [--threads N] [--models M1,M3] [--seconds S] [--json | --layers | --ladder | --peers
//     FOLDER]
//
// A value may also follow an equals sign. With --json a line per model: the fields of Row, and in "gemm" the
// matrix products of its layers by themselves, each with the peak beside it. On a crowded machine the
// peak itself changes within seconds: it is measured anew beside every rate, a share is one of two rates side
// by side, and what is told is the median of a few rounds.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/rng.h"
#include "core/net/predictor.h"
#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "core/net/zoo.h"
#include "core/runner/runner.h"
#include "tests/bench/gemm.h"
#include "tests/bench/ladder.h"
#include "tests/bench/layers.h"
#include "tests/bench/peak.h"
#include "tests/bench/peer_files.h"
#include "tests/bench/peer_losses.h"
#include "tests/bench/timing.h"

namespace {

using namespace cnn;

struct Model {
    std::string_view name;  // as in performance comparisons
    std::string_view slug;
};
constexpr Model kModels[] = {{"M1", "s4-13"}, {"M2", "s2-25"}, {"M3", "lenet-5"}, {"M4", "s4-1"}};

constexpr int kTrainingImages = 60000;  // as MNIST, so that evaluations are as rare
constexpr int kTestImages = 10000;
constexpr int kSingleImages = 300;
constexpr int kGemmShare = 12;  // a model has up to ten products: together they take as long as the training
constexpr double kTrainedShare = 4;  // of the seconds that layers are measured for: so long they are trained
constexpr int kRounds = 5;           // of training and inference, each beside the peak
constexpr double kPeakSeconds = 0.05;        // beside every rate
constexpr double kSettledPeakSeconds = 0.5;  // long enough for a browser to put its optimised code in place

struct Request {
    int threads = 1;
    std::string models = "M1,M2,M3,M4";
    double seconds = 3;
    bool json = false;
    bool layers = false;  // instead: the tile product and each layer by themselves
    bool ladder = false;  // instead: one convolution, from the plain loops to all that is done for speed
    std::string peers;    // instead: a folder for what tests/bench/peers gives to other programs
};

struct Row {
    std::string model;
    int threads = 1;
    double peak_gflops = 0;           // of one thread
    double peak_gflops_together = 0;  // of all threads at once
    double train_images_per_second = 0;
    double train_floor_share = 0;
    double inference_images_per_second = 0;
    double inference_floor_share = 0;
    double single_image_ms = 0;
    std::vector<GemmRate> gemm;  // by one thread
};

// The 8x8 digits as MNIST has its own: 20 pixels high in a black field of 28, a little off its centre. What
// they are matters, because products with 0 are left out.
Dataset large_digits(int count, std::uint64_t seed) {
    constexpr int kField = 28;
    constexpr int kSize = 20;
    const SharedData embedded = embedded_digits();
    const Dataset& digits = embedded->train;
    const int small = digits.image.w;
    Dataset data;
    data.name = "large digits";
    data.image = {1, 1, kField, kField};
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * data.image.size(), 0);
    data.labels.reserve(static_cast<std::size_t>(count));
    Rng rng(seed);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        const std::size_t digit = rng.below(static_cast<std::uint32_t>(digits.count()));
        const std::size_t top = 2 + rng.below(5);
        const std::size_t left = 2 + rng.below(5);
        const std::uint8_t* from = digits.pixels.data() + digit * digits.image.size();
        std::uint8_t* to = pixels.data() + i * data.image.size() + top * kField + left;
        for (int y = 0; y < kSize; ++y)
            for (int x = 0; x < kSize; ++x)
                to[y * kField + x] = from[y * small / kSize * small + x * small / kSize];
        data.labels.push_back(digits.labels[digit]);
    }
    data.pixels = std::move(pixels);
    return data;
}

TrainingConfig config_of(const ZooEntry& entry) {
    TrainingConfig config;
    config.network = parse_network(entry.spec, entry.input).value();
    config.optimizer = *find_optimizer(entry.optimizer);
    config.rate = entry.rate;
    config.batch = entry.batch;
    config.epochs = kMaxEpochs;
    return config;
}

// Floating-point operations of one image: forward, and forward with both gradients, where the first layer
// with weights needs none for its input.
struct Work {
    double forward = 0;
    double training = 0;
};
Work work_of(const NetworkSpec& spec) {
    const NetworkSummary summary = summarise(spec);
    double first = 0;
    for (const LayerSummary& layer : summary.layers)
        if (first <= 0) first = 2.0 * static_cast<double>(layer.multiply_adds);
    const double forward = 2.0 * static_cast<double>(summary.multiply_adds);
    return {forward, 3 * forward - first};
}

// One turn of the home's loop. It rests where it had nothing to do, so that it takes no processor from a
// runner with threads.
bool turn(Runner& runner) {
    const double begin = seconds_now();
    const bool more = runner.work(10);
    if (seconds_now() - begin < 1e-3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return more;
}

std::unique_ptr<Runner> make_runner(int threads) {
    if (threads > 1) {
        if (auto runner = make_threaded_runner(threads)) return runner;
        std::fprintf(stderr, "This build has no threads.\n");
        std::exit(2);
    }
    return make_sliced_runner();
}

// Runs for `seconds` from the first snapshot that shows updates; images of the updates by the time they took.
double measure_training(Runner& runner, int batch, double seconds) {
    runner.post(Train{});
    while (runner.snapshot()->step == 0) turn(runner);
    const double begin = seconds_now();
    const std::int64_t first = runner.snapshot()->step;
    std::int64_t last = first;
    double end = begin;
    while (end - begin < seconds) {
        turn(runner);
        if (runner.snapshot()->step == last) continue;
        last = runner.snapshot()->step;
        end = seconds_now();
    }
    runner.post(Pause{});
    while (turn(runner)) {
    }
    return static_cast<double>(last - first) * batch / (end - begin);
}

double measure_inference(Runner& runner, double seconds) {
    const double begin = seconds_now();
    int images = 0;
    while (seconds_now() - begin < seconds) {
        runner.post(Evaluate{});
        while (turn(runner)) {
        }
        images += kTestImages;
    }
    return images / (seconds_now() - begin);
}

// Measures again until the rate no longer rises: a browser first runs wasm from its quick compiler, and puts
// the optimised code in place function by function, over seconds, in which some rounds are no faster.
template <class Measure>
double settled(Measure&& measure) {
    constexpr int kLeastRounds = 5;
    constexpr int kMostRounds = 10;
    double rate = measure();
    for (int round = 1; round < kMostRounds; ++round) {
        const double next = measure();
        const bool rises = next > 1.05 * rate;
        rate = std::max(rate, next);
        if (!rises && round + 1 >= kLeastRounds) break;
    }
    return rate;
}

// Median, in milliseconds.
double measure_single_image(const Network& network, const Dataset& data) {
    std::vector<float> image(data.image.size());
    std::vector<double> times;
    Predictor predictor(network);
    for (int i = 0; i < kSingleImages; ++i) {
        data.image_to(i, image.data());
        const double begin = seconds_now();
        predictor.predict(image);
        times.push_back((seconds_now() - begin) * 1000);
    }
    return median(times);
}

// A rate beside the peak, an entry per round.
struct Rates {
    std::vector<double> images_per_second;
    std::vector<double> share;

    void add(double rate, double operations, double flops) {
        images_per_second.push_back(rate);
        share.push_back(rate * operations / flops);
    }
};

void measure_rates(Runner& runner, const TrainingConfig& config, double seconds, Row& row) {
    const Work work = work_of(config.network);
    const double slice = seconds / kRounds;
    settled([&] { return measure_training(runner, config.batch, seconds / 2); });
    settled([&] { return measure_inference(runner, seconds / 6); });
    measure_peak(kSettledPeakSeconds);  // its compiler settles too
    Rates training;
    Rates inference;
    std::vector<double> peaks = {measure_peak(kPeakSeconds)};
    // The peak of all threads while the rate before it was measured: as before and behind it.
    const auto flops = [&] {
        peaks.push_back(measure_peak(kPeakSeconds));
        return (peaks.back() + peaks[peaks.size() - 2]) / 2 * 1e9 * row.threads;
    };
    for (int round = 0; round < kRounds; ++round) {
        const double trained = measure_training(runner, config.batch, slice);
        training.add(trained, work.training, flops());
        const double predicted = measure_inference(runner, slice / 3);
        inference.add(predicted, work.forward, flops());
    }
    row.peak_gflops = median(peaks);
    row.train_images_per_second = median(training.images_per_second);
    row.train_floor_share = median(training.share);
    row.inference_images_per_second = median(inference.images_per_second);
    row.inference_floor_share = median(inference.share);
}

Row measure(const Model& model, const Request& request, const SharedData& data) {
    const ZooEntry& entry = *find_network(model.slug);
    const TrainingConfig config = config_of(entry);
    Row row;
    row.model = model.name;
    row.threads = request.threads;
    const auto runner = make_runner(request.threads);
    runner->post(Configure{config, data});
    while (turn(*runner)) {
    }
    measure_rates(*runner, config, request.seconds, row);
    row.peak_gflops_together =
        request.threads > 1 ? measure_peak_together(request.threads, kSettledPeakSeconds) : row.peak_gflops;
    row.single_image_ms = measure_single_image(*runner->snapshot()->network, data->test);
    row.gemm = measure_gemm(entry, request.seconds / kGemmShare);
    return row;
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<double> real_number(const std::string& text) {  // Emscripten's from_chars has none
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != 0) return std::nullopt;
    return number;
}

// "M1,M3": each the name of a model.
bool are_models(std::string_view list) {
    for (;;) {
        const std::string_view name = list.substr(0, list.find(','));
        const bool known = std::any_of(std::begin(kModels), std::end(kModels),
                                       [&](const Model& model) { return model.name == name; });
        if (!known || name.size() == list.size()) return known;
        list.remove_prefix(name.size() + 1);
    }
}

// Empty: it was taken. Otherwise what is wrong.
std::string take_value(std::string_view name, std::string_view value, Request& request) {
    const std::string given = ", not \"" + std::string(value) + "\".";
    if (name == "--threads") {
        const auto threads = whole_number(value);
        if (!threads || *threads < 1 || *threads > kMaxThreads)
            return "--threads takes a whole number from 1 to " + std::to_string(kMaxThreads) + given;
        request.threads = *threads;
    } else if (name == "--models") {
        if (!are_models(value)) return "--models takes some of M1,M2,M3,M4, with commas between" + given;
        request.models = value;
    } else if (name == "--seconds") {
        const auto seconds = real_number(std::string(value));
        if (!seconds || !(*seconds >= 1e-3 && *seconds <= 3600))
            return "--seconds takes a number from 0.001 to 3600" + given;
        request.seconds = *seconds;
    } else {
        if (value.empty()) return "--peers takes the name of a folder" + given;
        request.peers = value;
    }
    return {};
}

// Empty: all were read. Otherwise what is wrong.
std::string read_arguments(int count, char** arguments, Request& request) {
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        const std::string_view name = argument.substr(0, argument.find('='));
        const bool has_value = name.size() < argument.size();
        if (name == "--json" || name == "--layers" || name == "--ladder") {
            if (has_value) return std::string(name) + " takes no value.";
            (name == "--json" ? request.json : name == "--layers" ? request.layers : request.ladder) = true;
            continue;
        }
        if (name != "--threads" && name != "--models" && name != "--seconds" && name != "--peers")
            return "There is no option " + std::string(name) + ".";
        if (!has_value && i + 1 == count) return std::string(name) + " takes a value.";
        const std::string_view value = has_value ? argument.substr(name.size() + 1) : arguments[++i];
        if (std::string wrong = take_value(name, value, request); !wrong.empty()) return wrong;
    }
    return {};
}

bool asked_for(const Model& model, const Request& request) {
    return request.models.find(model.name) != std::string::npos;
}

void print_json(const Row& row) {
    std::printf(
        "{\"model\":\"%s\",\"threads\":%d,\"peak_gflops\":%.2f,\"peak_gflops_together\":%.2f,"
        "\"train_images_per_second\":%.0f,"
        "\"train_floor_share\":%.3f,\"inference_images_per_second\":%.0f,\"inference_floor_share\":%.3f,"
        "\"single_image_ms\":%.4f,\"gemm\":[",
        row.model.c_str(), row.threads, row.peak_gflops, row.peak_gflops_together,
        row.train_images_per_second, row.train_floor_share, row.inference_images_per_second,
        row.inference_floor_share, row.single_image_ms);
    const char* between = "";
    for (const GemmRate& gemm : row.gemm) {
        std::printf(
            "%s{\"product\":\"%s\",\"rows\":%d,\"columns\":%d,\"depth\":%d,\"gflops\":%.3f,"
            "\"peak_gflops\":%.3f,\"peak_share\":%.3f}",
            between, gemm.product.c_str(), gemm.rows, gemm.columns, gemm.depth, gemm.gflops, gemm.peak_gflops,
            gemm.peak_share());
        between = ",";
    }
    std::printf("]}\n");
    std::fflush(stdout);
}

void print_row(const Row& row) {
    std::printf("%-6s %7d %8.1f %12.0f %8.3f %12.0f %8.3f %10.4f\n", row.model.c_str(), row.threads,
                row.peak_gflops, row.train_images_per_second, row.train_floor_share,
                row.inference_images_per_second, row.inference_floor_share, row.single_image_ms);
    std::fflush(stdout);
}

void print_products(std::string_view model, const std::vector<GemmRate>& products) {
    for (const GemmRate& gemm : products)
        std::printf("%-6s %-16s %5d x %5d, %5d %8.1f %8.3f\n", model.data(), gemm.product.c_str(), gemm.rows,
                    gemm.columns, gemm.depth, gemm.gflops, gemm.peak_share());
}
constexpr const char* kProductsHead =
    "model  product          rows x columns, depth  GFLOP/s  of peak   (one thread, operands packed)\n";

int print_table(const Request& request, const SharedData& data) {
    std::printf("%-6s %7s %8s %12s %8s %12s %8s %10s\n", "model", "threads", "GFLOP/s", "train img/s",
                "of floor", "infer img/s", "of floor", "1 image ms");
    std::vector<Row> rows;
    for (const Model& model : kModels) {
        if (!asked_for(model, request)) continue;
        rows.push_back(measure(model, request, data));
        print_row(rows.back());
    }
    std::printf("\n%s", kProductsHead);
    for (const Row& row : rows) print_products(row.model, row.gemm);
    return 0;
}

// After some updates, because a trained network's numbers hold more zeros.
Network trained(const Model& model, const SharedData& data, double seconds) {
    const TrainingConfig config = config_of(*find_network(model.slug));
    const auto runner = make_sliced_runner();
    runner->post(Configure{config, data});
    measure_training(*runner, config.batch, seconds);
    return *runner->snapshot()->network;
}

int print_all_layers(const Request& request, const SharedData& data) {
    std::printf("peak %.1f GFLOP/s\n%s", measure_peak(kSettledPeakSeconds), kProductsHead);
    for (const Model& model : kModels)
        if (asked_for(model, request))
            print_products(model.name, measure_gemm(*find_network(model.slug), request.seconds / kGemmShare));
    for (const Model& model : kModels)
        if (asked_for(model, request))
            print_layers(model.name, trained(model, data, kTrainedShare * request.seconds),
                         find_network(model.slug)->batch, data->test, request.seconds);
    return 0;
}

// Writes what the peers read, and prints a line of JSON per model: how it is trained, and the losses that we
// find doing so.
int write_peers(const Request& request) {
    const Dataset images = large_digits(kTrainingImages, 1);
    if (!write_peer_images(request.peers, images)) return 1;
    for (const Model& model : kModels) {
        if (!asked_for(model, request)) continue;
        const ZooEntry& entry = *find_network(model.slug);
        const TrainingConfig config = config_of(entry);
        if (!write_peer_network(request.peers, std::string(model.name), config.network)) return 1;
        std::printf("{\"model\":\"%s\",\"batch\":%d,\"optimizer\":\"%s\",\"rate\":%g,\"losses\":[",
                    model.name.data(), config.batch, entry.optimizer.data(),
                    static_cast<double>(config.rate));
        const char* between = "";
        for (const float loss : first_losses(config, images)) {
            std::printf("%s%.9g", between, static_cast<double>(loss));
            between = ",";
        }
        std::printf("]}\n");
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    Request request;
    if (const std::string wrong = read_arguments(count, arguments, request); !wrong.empty()) {
        std::fprintf(stderr,
                     "%s\nusage: convolab_bench [--threads N] [--models M1,M3] [--seconds S] [--json | "
                     "--layers | --ladder | --peers FOLDER]\n",
                     wrong.c_str());
        return 2;
    }
    if (!request.peers.empty()) return write_peers(request);
    if (request.ladder) {
        print_ladder(request.threads, request.seconds);
        return 0;
    }
    const auto data = std::make_shared<const DataSplit>(
        DataSplit{large_digits(kTrainingImages, 1), large_digits(kTestImages, 2)});
    if (request.layers) return print_all_layers(request, data);
    if (!request.json) return print_table(request, data);
    for (const Model& model : kModels)
        if (asked_for(model, request)) print_json(measure(model, request, data));
    return 0;
}
