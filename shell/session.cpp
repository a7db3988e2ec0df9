// The session: links in and out, the commands that every lesson has, and the lessons that were left open.
#include "shell/session.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "shell/lessons/lesson_title.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"

namespace shell {
namespace {

constexpr int kVersion = 1;  // of the link's language
constexpr std::string_view kPlayhead = "t";
constexpr std::string_view kPredict = "predict";
constexpr std::size_t kAnyLength = std::numeric_limits<std::size_t>::max();  // for texts of our own

FieldLister fields_of(LessonModel& model) {
    FieldLister lister;
    model.fields(lister);
    return lister;
}

std::vector<FieldInfo> list_fields(LessonModel& model) { return fields_of(model).list(); }

cnn::Status write_fields(LessonModel& model, std::span<const LinkPair> pairs) {
    FieldWriter writer(pairs);
    model.fields(writer);
    return writer.status();
}

// Writes `start` where given and then `pairs` over it, all or nothing.
cnn::Status change(LessonModel& model, const std::vector<FieldInfo>* start, std::span<const LinkPair> pairs) {
    const std::vector<LinkPair> former = all_pairs(list_fields(model));
    cnn::Status status = start != nullptr ? write_fields(model, all_pairs(*start)) : cnn::success();
    if (status) status = write_fields(model, pairs);
    const bool settled = status.ok();
    if (status) status = model.settle();
    if (status) return status;
    const bool restored = write_fields(model, former).ok() && (!settled || model.settle().ok());
    CNN_ASSERT(restored);  // the former state was valid
    return status;
}

// Takes the value of `key` out of `pairs`; empty where there is none.
std::string take(std::vector<LinkPair>& pairs, std::string_view key) {
    for (auto pair = pairs.begin(); pair != pairs.end(); ++pair) {
        if (pair->key != key) continue;
        std::string value = std::move(pair->value);
        pairs.erase(pair);
        return value;
    }
    return {};
}

std::string without_playhead(std::string_view link) {
    auto pairs = parse_link(link, kAnyLength);
    if (!pairs) return std::string(link);
    take(pairs.value(), kPlayhead);
    return link_text(pairs.value());
}

// `code` as the lesson writes it; itself where there is no such example.
std::string example_code(const LessonModel& model, std::string code) {
    for (const Example& example : model.examples())
        if (same_name(example.code, code)) return example.code;
    return code;
}

std::string ignored_keys_note(LessonModel& model, std::span<const LinkPair> pairs) {
    constexpr int kMostNamed = 5;
    const FieldLister fields = fields_of(model);
    std::string keys;
    int count = 0;
    for (const LinkPair& pair : pairs) {
        if (fields.takes(pair.key)) continue;
        if (++count <= kMostNamed) keys += (count > 1 ? ", " : "") + shown(pair.key);
    }
    if (count == 0) return {};
    return "Ignored, because this lesson does not know it: " + keys + (count > kMostNamed ? ", ..." : ".");
}

// An error names the first key that is no field of the lesson.
cnn::Status all_known(LessonModel& model, std::span<const LinkPair> pairs) {
    const FieldLister fields = fields_of(model);
    for (const LinkPair& pair : pairs)
        if (!fields.takes(pair.key))
            return cnn::Error{"This lesson has no field \"" + shown(pair.key) + "\"."};
    return cnn::success();
}

// The argument `key` as text of a link; an error where it is missing or of a type that no field has.
cnn::Result<std::string> argument(const nlohmann::json& args, const char* key) {
    const auto found = args.is_object() ? args.find(key) : args.end();
    const auto wrong = [&] {
        return cnn::Error{"The argument \"" + std::string(key) + "\" is missing or of a wrong type."};
    };
    if (!args.is_object() || found == args.end()) return wrong();
    const auto scalar = [](const nlohmann::json& value) -> std::string {
        if (value.is_string()) return value.get<std::string>();
        if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
        return value.is_number() ? value.dump() : std::string();
    };
    if (!found->is_array()) {
        if (!found->is_string() && !found->is_boolean() && !found->is_number()) return wrong();
        return scalar(*found);
    }
    std::string list;
    for (const nlohmann::json& item : *found) {
        if (!item.is_number()) return wrong();
        list += (list.empty() ? "" : ",") + scalar(item);
    }
    return list;
}

nlohmann::json field_json(const FieldInfo& field) {
    nlohmann::json json = {
        {"key", field.key}, {"label", field.label}, {"kind", name_of(field.kind)}, {"value", field.value}};
    if (field.kind == FieldKind::kInteger) {
        json["low"] = static_cast<int>(field.low);
        json["high"] = static_cast<int>(field.high);
    } else if (field.kind == FieldKind::kReal) {
        json["low"] = number_json(static_cast<float>(field.low));
        json["high"] = number_json(static_cast<float>(field.high));
    }
    if (field.kind == FieldKind::kChoice) json["choices"] = field.choices;
    if (field.kind == FieldKind::kNumbers) json["count"] = field.count;
    if (field.kind == FieldKind::kText) json["max_bytes"] = field.count;
    return json;
}

}  // namespace

Session::Session(std::span<const LessonEntry> entries) : entries_(entries) {
    CNN_ASSERT(!entries.empty());
    desk_ = desk(entries.front().slug).value();
    checkpoint();
}

cnn::Result<Session::Desk*> Session::desk(std::string_view slug) {
    if (const auto found = desks_.find(slug); found != desks_.end()) return &found->second;
    std::string known;
    for (const LessonEntry& entry : entries_) {
        if (entry.slug == slug) {
            Desk& made = desks_[std::string(slug)];
            made.entry = &entry;
            made.model = entry.make_model();
            return &made;
        }
        known += (known.empty() ? "" : ", ") + std::string(entry.slug);
    }
    return cnn::Error{"lesson=" + shown(slug) + " is not known; the lessons are: " + known + "."};
}

cnn::Result<const Session::Fields*> Session::start(Desk& desk, std::string_view example) {
    if (const auto found = desk.starts.find(example); found != desk.starts.end()) return &found->second;
    const std::unique_ptr<LessonModel> fresh = desk.entry->make_model();
    if (!example.empty()) {
        if (const cnn::Status opened = fresh->open_example(example); !opened) return opened.error();
    }
    return &(desk.starts[std::string(example)] = list_fields(*fresh));
}

cnn::Status Session::open(std::string_view link) {
    checkpoint();
    message_.clear();
    cnn::Status status = open_text(link, kMaxLinkBytes);
    if (status) {
        checkpoint();
    } else {
        message_ = status.error().sentence;
    }
    return status;
}

cnn::Status Session::open_text(std::string_view link, std::size_t max_bytes) {
    auto parsed = parse_link(link, max_bytes);
    if (!parsed) return parsed.error();
    std::vector<LinkPair>& pairs = parsed.value();

    const std::string version = take(pairs, "v");
    const auto number =
        read_integer("v", version.empty() ? "1" : version, 1, std::numeric_limits<int>::max());
    if (!number) return number.error();
    const std::string slug = lower_case(take(pairs, "lesson"));
    const auto wanted = desk(slug.empty() ? entry().slug : std::string_view(slug));
    if (!wanted) return wanted.error();
    Desk& desk = *wanted.value();
    std::string example = example_code(*desk.model, take(pairs, "example"));
    const auto start_fields = start(desk, example);
    if (!start_fields) return start_fields.error();

    cnn::Status changed = change(*desk.model, start_fields.value(), pairs);
    if (!changed) return changed;
    desk_ = &desk;
    desk_->example = std::move(example);
    message_ = ignored_keys_note(lesson(), pairs);
    if (number.value() > kVersion) {
        message_ = "This link is of version " + version + ", newer than this program's " +
                   std::to_string(kVersion) + ": what it does not know is left out. " + message_;
    }
    return cnn::success();
}

std::string Session::link() {
    std::vector<LinkPair> pairs{{"lesson", std::string(entry().slug)}};
    if (!desk_->example.empty()) pairs.push_back({"example", desk_->example});
    for (LinkPair& pair : differences(list_fields(lesson()), *start(*desk_, desk_->example).value())) {
        pairs.push_back(std::move(pair));
    }
    return link_text(pairs);
}

nlohmann::json Session::state() {
    nlohmann::json json = lesson().state();
    json["lesson"] = entry().slug;
    json["title"] = title_of(entry());
    if (!json.contains("example")) json["example"] = desk_->example;  // a lesson may say more than the code
    json["link"] = link();
    json["message"] = message_;
    json["fields"] = nlohmann::json::array();
    for (const FieldInfo& field : list_fields(lesson())) json["fields"].push_back(field_json(field));
    return json;
}

std::string Session::sentences() {
    const std::string title(title_of(entry()));
    return (desk_->example.empty() ? title : title + ", example " + desk_->example) + ".\n" +
           lesson().sentences();
}

cnn::Status Session::command(std::string_view name, const nlohmann::json& args) {
    message_.clear();
    bool known = true;
    cnn::Status status = own_command(name, args, known);
    if (!known) status = lesson().command(name, args);
    if (!status) message_ = status.error().sentence;
    return status;
}

cnn::Status Session::own_command(std::string_view name, const nlohmann::json& args, bool& known) {
    checkpoint();
    if (name == "undo" || name == "redo") return travel(name == "undo");
    if (name == "reset") return change(lesson(), start(*desk_, desk_->example).value(), {});
    if (name == "set") return set(args);
    if (name == "save-picture") {
        constexpr std::array<std::string_view, 2> kForms{"svg", "png"};
        const auto form = choice_argument(args, "as", kForms);
        if (!form) return form.error();
        picture_wish_ = kForms[static_cast<std::size_t>(form.value())];
        return cnn::success();
    }
    if (name == "follow") {
        const auto link = argument(args, "link");
        return link ? follow(link.value()) : cnn::Status(link.error());
    }
    if (name == "open-lesson") {
        const auto slug = argument(args, "slug");
        return slug ? open_lesson(slug.value()) : cnn::Status(slug.error());
    }
    if (name == "open-example") {
        const auto code = argument(args, "code");
        if (!code) return code.error();
        return follow(link_text(std::vector<LinkPair>{{"example", code.value()}}));
    }
    known = false;
    return cnn::success();
}

cnn::Status Session::set(const nlohmann::json& args) {
    const auto key = argument(args, "key");
    if (!key) return key.error();
    const auto value = argument(args, "value");
    if (!value) return value.error();
    const std::vector<LinkPair> pair{{key.value(), value.value()}};
    if (const cnn::Status known = all_known(lesson(), pair); !known) return known;
    return change(lesson(), nullptr, pair);
}

cnn::Status Session::follow(std::string_view link) {
    auto pairs = parse_link(link);
    if (!pairs) return pairs.error();
    const auto names = [&](std::string_view key) {
        return std::any_of(pairs.value().begin(), pairs.value().end(),
                           [&](const LinkPair& pair) { return pair.key == key; });
    };
    if (names("lesson")) return open_text(link, kMaxLinkBytes);
    if (names("example")) {
        for (const FieldInfo& field : list_fields(lesson()))
            if (field.key == kPredict && !names(kPredict)) pairs.value().push_back({field.key, field.value});
        return open_text(link_text(pairs.value()), kMaxLinkBytes);
    }
    if (const cnn::Status known = all_known(lesson(), pairs.value()); !known) return known;
    return change(lesson(), nullptr, pairs.value());
}

cnn::Status Session::travel(bool back) {
    if (back ? !undo_.can_undo() : !undo_.can_redo()) {
        return cnn::Error{back ? "There is nothing to undo." : "There is nothing to redo."};
    }
    return open_text(back ? undo_.undo() : undo_.redo(), kAnyLength);
}

cnn::Status Session::open_lesson(std::string_view slug) {
    const auto wanted = desk(slug);
    if (!wanted) return wanted.error();
    desk_ = wanted.value();
    return cnn::success();
}

void Session::checkpoint() {
    std::string now = link();
    const std::string& last = undo_.current();
    if (now == last) return;
    if (without_playhead(now) == without_playhead(last)) {
        undo_.amend(std::move(now));
    } else {
        undo_.checkpoint(std::move(now));
    }
}

void Session::begin_history() {
    undo_ = Undo();
    checkpoint();
}

std::string_view title_of(const LessonEntry& entry) { return title_in(entry.words); }

std::string_view group_of(const LessonEntry& entry) {
    constexpr std::string_view kKey = "\ngroup: ";
    const std::size_t at = entry.words.find(kKey);
    if (at == std::string_view::npos) return {};
    const std::size_t start = at + kKey.size();
    return entry.words.substr(start, entry.words.find('\n', start) - start);
}

std::string lead_of(const LessonEntry& entry) {
    const std::size_t before = std::min(entry.words.find("\n\n"), entry.words.size());
    std::string_view rest = entry.words.substr(before);
    while (rest.starts_with('\n')) rest.remove_prefix(1);
    std::string lead(rest.substr(0, rest.find("\n\n")));
    std::replace(lead.begin(), lead.end(), '\n', ' ');
    return lead;
}

std::string example_link(const LessonEntry& entry, std::string_view code) {
    return "lesson=" + std::string(entry.slug) + "&example=" + std::string(code);
}

std::string evidence_link(const LessonEntry& entry, const Erratum& erratum) {
    return "lesson=" + std::string(entry.slug) + "&" + std::string(erratum.evidence);
}

std::string end_link(const LessonEntry& entry, std::string_view code) {
    const std::unique_ptr<LessonModel> model = entry.make_model();
    const cnn::Status opened = model->open_example(code);
    CNN_ASSERT(opened.ok());
    std::string link = example_link(entry, code);
    for (const FieldInfo& field : list_fields(*model))
        if (field.key == kPlayhead) link += "&t=" + std::to_string(static_cast<int>(field.high));
    return link;
}

nlohmann::json list_lessons(std::span<const LessonEntry> entries) {
    nlohmann::json list = nlohmann::json::array();
    for (const LessonEntry& entry : entries) {
        nlohmann::json examples = nlohmann::json::array();
        const std::unique_ptr<LessonModel> model = entry.make_model();
        for (const Example& example : model->examples()) {
            examples.push_back({{"code", example.code},
                                {"title", example.title},
                                {"source", example.source},
                                {"link", example_link(entry, example.code)},
                                {"end", end_link(entry, example.code)}});
        }
        nlohmann::json errata = nlohmann::json::array();
        for (const Erratum& erratum : model->errata()) {
            errata.push_back({{"code", erratum.code},
                              {"source", erratum.source},
                              {"printed", erratum.printed},
                              {"right", erratum.right},
                              {"link", evidence_link(entry, erratum)}});
        }
        list.push_back({{"slug", entry.slug},
                        {"title", title_of(entry)},
                        {"group", group_of(entry)},
                        {"link", link_text(std::vector<LinkPair>{{"lesson", std::string(entry.slug)}})},
                        {"examples", std::move(examples)},
                        {"errata", std::move(errata)}});
    }
    return {{"lessons", std::move(list)}};
}

}  // namespace shell
