#include "shell/command_line/network_files.h"

#include <algorithm>
#include <filesystem>

#include "core/io/export.h"
#include "core/io/npz.h"
#include "core/io/scaling.h"
#include "core/net/spec_text.h"
#include "core/net/zoo.h"
#include "shell/command_line/data_files.h"
#include "shell/state/link.h"

namespace shell {
namespace {

constexpr int kAnswers = 100;

// What images of a size are taken for where nothing else says it.
struct ImageSet {
    cnn::Shape image;
    const char* slug;
};
constexpr ImageSet kImages[] = {
    {{1, 1, 8, 8}, "digits"}, {{1, 1, 28, 28}, "mnist"}, {{1, 3, 32, 32}, "cifar-10"}};

cnn::Status export_to(const std::string& path, const cnn::Network& network, const cnn::Scaling& scaling,
                      bool write) {
    const cnn::ExportFormat* format = cnn::find_export_format(path);
    if (format == nullptr)
        return cnn::Error{"--export " + shown(path) +
                          ": the ending tells the format; it is one of: " + cnn::export_endings() + "."};
    const std::filesystem::path whole(path);
    const auto files = format->write(network, scaling, whole.filename().string());
    if (!files) return cnn::Error{"--export " + shown(path) + ": " + files.error().sentence};
    for (const cnn::OutputFile& file : files.value()) {
        if (!write) break;
        const cnn::Status written = write_file((whole.parent_path() / file.name).string(), file.bytes);
        if (!written) return written;
    }
    return cnn::success();
}

cnn::Bytes answers_of(const cnn::Network& network, const cnn::Dataset& test) {
    const int count = std::min(kAnswers, test.count());
    const cnn::Shape image = network.spec.input;
    cnn::NamedTensor stored{"stored", "", {count, image.c, image.h, image.w}, true, {}};
    cnn::NamedTensor images{"images", "", stored.dims, true, {}};
    cnn::NamedTensor outputs{"outputs", "", {count, network.outputs()}, true, {}};
    cnn::Floats one(image.size());
    for (int i = 0; i < count; ++i) {
        test.image_to(i, one.data());
        for (std::size_t k = 0; k < one.size(); ++k)
            stored.values.push_back(test.stored(static_cast<std::size_t>(i) * one.size() + k));
        const cnn::Activations run = cnn::run_image(network, one);
        images.values.insert(images.values.end(), one.begin(), one.end());
        const auto logits = run.outputs.back().values();
        outputs.values.insert(outputs.values.end(), logits.begin(), logits.end());
    }
    return cnn::write_npz(std::vector{std::move(stored), std::move(images), std::move(outputs)});
}

}  // namespace

cnn::Result<WeightsFile> read_weights_file(const std::string& path) {
    auto file = read_file(path, static_cast<std::size_t>(cnn::kMaxWeightBytes));
    if (!file) return file.error();
    auto stored = cnn::read_stored_network(file.value().name, file.value().bytes);
    return WeightsFile{std::move(file).value(), std::move(stored)};
}

cnn::Status take_network(const WeightsFile& weights, TrainArguments& wanted) {
    const std::string& name = weights.file.name;
    if (!weights.stored) return weights.stored.error();
    if (!weights.stored.value())
        return cnn::Error{name + " does not say which network it is of: --train or --spec says it."};
    const cnn::NetworkSpec& spec = weights.stored.value()->spec;
    if (const cnn::ZooEntry* entry = cnn::find_recipe(spec)) {
        wanted.network = entry->slug;
        return cnn::success();
    }
    wanted.spec = cnn::to_text(spec);
    const std::optional<cnn::Scaling>& scaling = weights.stored.value()->scaling;
    if (scaling && scaling->outputs == cnn::Outputs::kYesOrNo && !wanted.loss)
        wanted.loss = cnn::loss_info(cnn::LossKind::kBinaryCrossEntropy).name;
    if (!wanted.data.empty()) return cnn::success();
    const auto* set = std::find_if(std::begin(kImages), std::end(kImages),
                                   [&](const ImageSet& known) { return known.image == spec.input; });
    if (set == std::end(kImages))
        return cnn::Error{name + " is of " + cnn::network_words(spec) + "; --data says on what it is used."};
    wanted.data = set->slug;
    return cnn::success();
}

std::string take_scaling(const WeightsFile& weights, TrainArguments& wanted) {
    if (wanted.standardise || !weights.stored || !weights.stored.value()) return {};
    const std::optional<cnn::Scaling>& scaling = weights.stored.value()->scaling;
    if (!scaling || scaling->mean.empty()) return {};
    wanted.standardise = true;
    return weights.file.name +
           ": its network learned from standardised images, so they are standardised here too "
           "(--no-standardise: not).";
}

cnn::Result<std::shared_ptr<const cnn::Network>> with_weights(const WeightsFile& weights,
                                                              const cnn::NetworkSpec& spec,
                                                              const cnn::Dataset& data, std::string& remark) {
    const std::string& name = weights.file.name;
    const cnn::StoredNetwork* stored =
        weights.stored && weights.stored.value() ? &*weights.stored.value() : nullptr;
    const bool own = stored != nullptr && stored->spec == spec;
    const auto network = cnn::make_network(spec);
    if (!network) return network.error();
    auto filled = own ? cnn::read_own_weights(name, weights.file.bytes, spec)
                      : cnn::read_weights(name, weights.file.bytes, network.value());
    const std::string other =
        stored == nullptr || own ? std::string()
                                 : name + " is of another network: " + cnn::network_words(stored->spec) + ".";
    if (!filled) {
        std::string sentence = filled.error().sentence;
        if (!other.empty()) sentence += " " + other;
        if (!other.empty() && !(stored->spec.layers == spec.layers))
            sentence += " Without --train and --spec that one is taken.";
        if (!weights.stored && weights.stored.error().sentence != sentence)
            sentence += " " + weights.stored.error().sentence;
        return cnn::Error{sentence};
    }
    const auto say = [&remark](const std::string& sentence) {
        if (!sentence.empty()) remark += (remark.empty() ? "" : " ") + sentence;
    };
    say(weights.stored ? other : weights.stored.error().sentence);
    if (stored != nullptr)
        if (const std::string scaled =
                cnn::scaling_remark(stored->scaling, cnn::scaling_of(data, filled.value().outputs()));
            !scaled.empty())
            say((remark.empty() ? name + ": " : "") + scaled);
    return std::shared_ptr<const cnn::Network>(
        std::make_shared<const cnn::Network>(std::move(filled).value()));
}

cnn::Status check_outputs(const TrainArguments& wanted, const cnn::NetworkSpec& spec) {
    if (!wanted.answers.empty() && !wanted.answers.ends_with(".npz"))
        return cnn::Error{"--answers " + shown(wanted.answers) + ": the file's name must end with .npz."};
    if (wanted.exports.empty()) return cnn::success();
    const auto network = cnn::make_network(spec);
    if (!network) return network.error();
    for (const std::string& path : wanted.exports)
        if (const cnn::Status status = export_to(path, network.value(), {}, false); !status) return status;
    return cnn::success();
}

cnn::Status write_outputs(const TrainArguments& wanted, const cnn::Network& network,
                          const cnn::Dataset& test) {
    for (const std::string& path : wanted.exports)
        if (const cnn::Status status =
                export_to(path, network, cnn::scaling_of(test, network.outputs()), true);
            !status)
            return status;
    if (wanted.answers.empty()) return cnn::success();
    return write_file(wanted.answers, answers_of(network, test));
}

}  // namespace shell
