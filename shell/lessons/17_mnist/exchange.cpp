// The network on its way to other programs, and weights on their way back.
#include "core/io/export.h"
#include "core/io/weights_file.h"
#include "shell/lessons/17_mnist/model.h"

namespace shell::lesson_mnist {

// {"format": a slug of core/io/export.h}
cnn::Status MnistModel::export_network(const nlohmann::json& args) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    if (run() == nullptr) return cnn::Error{"There is no network yet."};
    const auto wanted = args.is_object() ? args.find("format") : args.end();
    std::string known;
    for (const cnn::ExportFormat& format : cnn::export_formats()) {
        known += (known.empty() ? "" : ", ") + std::string(format.slug);
        if (!args.is_object() || wanted == args.end() || *wanted != format.slug) continue;
        const std::string name = setup_.entry() != nullptr ? std::string(setup_.entry()->slug) : "network";
        auto files =
            format.write(*run()->network, cnn::scaling_of(data()->train), name + std::string(format.ending));
        if (!files) return files.error();
        for (cnn::OutputFile& file : files.value())
            wishes_.save.push_back({std::move(file.name), std::move(file.bytes)});
        return cnn::success();
    }
    return cnn::Error{"The argument \"format\" is to be one of " + known + "."};
}

cnn::Status MnistModel::open_weights(const nlohmann::json&) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    wishes_.open_weights = true;
    return cnn::success();
}

// A file of weights for the present network begins a new run of it.
cnn::Status MnistModel::take_weights(const GivenFile& file) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    const auto network = cnn::make_network(config_.network);
    if (!network) return network.error();
    auto filled = cnn::read_weights(file.name, file.bytes, network.value());
    if (!filled) return filled.error();
    begin_run(std::make_shared<const cnn::Network>(std::move(filled).value()), file.name);
    note_ = "A new run: its weights are those of " + file.name + ".";
    send(cnn::Evaluate{});
    return cnn::success();
}

}  // namespace shell::lesson_mnist
