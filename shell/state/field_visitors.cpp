// Fields listed and written.
#include "shell/state/field_visitors.h"

#include <algorithm>
#include <utility>

#include "shell/state/field_text.h"

namespace shell {

std::string_view name_of(FieldKind kind) {
    switch (kind) {
        case FieldKind::kInteger:
            return "integer";
        case FieldKind::kBigInteger:
            return "big-integer";
        case FieldKind::kReal:
            return "real";
        case FieldKind::kChoice:
            return "choice";
        case FieldKind::kFlag:
            return "flag";
        case FieldKind::kNumbers:
            return "numbers";
        case FieldKind::kText:
            return "text";
    }
    CNN_ASSERT(false);
}

FieldInfo& FieldLister::add(FieldName name, FieldKind kind, std::string value) {
    FieldInfo& info = list_.emplace_back();
    info.key = name.key;
    info.label = name.label;
    info.kind = kind;
    info.value = std::move(value);
    return info;
}

void FieldLister::integer(FieldName name, int& value, int low, int high) {
    FieldInfo& info = add(name, FieldKind::kInteger, std::to_string(value));
    info.low = low;
    info.high = high;
}

void FieldLister::big_integer(FieldName name, std::uint64_t& value) {
    add(name, FieldKind::kBigInteger, std::to_string(value));
}

void FieldLister::real(FieldName name, float& value, float low, float high) {
    FieldInfo& info = add(name, FieldKind::kReal, number_text(value));
    info.low = static_cast<double>(low);
    info.high = static_cast<double>(high);
}

void FieldLister::choice(FieldName name, int& value, std::span<const std::string_view> names) {
    const auto index = static_cast<std::size_t>(value);
    CNN_ASSERT(index < names.size());
    FieldInfo& info = add(name, FieldKind::kChoice, std::string(names[index]));
    info.choices.assign(names.begin(), names.end());
}

void FieldLister::flag(FieldName name, bool& value) { add(name, FieldKind::kFlag, value ? "1" : "0"); }

bool FieldLister::numbers(FieldName name, std::vector<float>& values, std::size_t count) {
    add(name, FieldKind::kNumbers, numbers_text(values)).count = count;
    return false;
}

void FieldLister::text(FieldName name, std::string& value, std::size_t max_bytes) {
    add(name, FieldKind::kText, value).count = max_bytes;
}

void FieldLister::shorthand(std::string_view key, std::span<const std::string_view>) {
    shorthands_.push_back(key);
}

bool FieldLister::takes(std::string_view key) const {
    const auto same = [&](const FieldInfo& field) { return field.key == key; };
    return std::any_of(list_.begin(), list_.end(), same) ||
           std::find(shorthands_.begin(), shorthands_.end(), key) != shorthands_.end();
}

const LinkPair* FieldWriter::find(FieldName name) const {
    if (!status_) return nullptr;
    const auto with_key = [&](std::string_view key) {
        return std::find_if(pairs_.begin(), pairs_.end(),
                            [&](const LinkPair& pair) { return pair.key == key; });
    };
    auto found = with_key(name.key);
    const auto stands_for = shorthands_.find(name.key);
    if (found == pairs_.end() && stands_for != shorthands_.end()) found = with_key(stands_for->second);
    return found == pairs_.end() ? nullptr : &*found;
}

void FieldWriter::shorthand(std::string_view key, std::span<const std::string_view> keys) {
    for (const std::string_view field : keys) shorthands_[field] = key;
}

template <class T>
void FieldWriter::take(T& value, cnn::Result<T> read) {
    if (read) {
        value = std::move(read).value();
    } else {
        status_ = read.error();
    }
}

void FieldWriter::integer(FieldName name, int& value, int low, int high) {
    value = std::clamp(value, low, std::max(low, high));
    if (const LinkPair* given = find(name)) take(value, read_integer(given->key, given->value, low, high));
}

void FieldWriter::big_integer(FieldName name, std::uint64_t& value) {
    if (const LinkPair* given = find(name)) take(value, read_big_integer(given->key, given->value));
}

void FieldWriter::real(FieldName name, float& value, float low, float high) {
    value = std::clamp(value, low, std::max(low, high));
    if (const LinkPair* given = find(name)) take(value, read_real(given->key, given->value, low, high));
}

void FieldWriter::choice(FieldName name, int& value, std::span<const std::string_view> names) {
    value = std::clamp(value, 0, static_cast<int>(names.size()) - 1);
    if (const LinkPair* given = find(name)) take(value, read_choice(given->key, given->value, names));
}

void FieldWriter::flag(FieldName name, bool& value) {
    if (const LinkPair* given = find(name)) take(value, read_flag(given->key, given->value));
}

bool FieldWriter::numbers(FieldName name, std::vector<float>& values, std::size_t count) {
    values.resize(count);
    const LinkPair* given = find(name);
    if (given != nullptr) take(values, read_numbers(given->key, given->value, count));
    return given != nullptr && status_.ok();
}

void FieldWriter::text(FieldName name, std::string& value, std::size_t max_bytes) {
    if (const LinkPair* given = find(name)) take(value, read_text(given->key, given->value, max_bytes));
}

std::vector<LinkPair> differences(std::span<const FieldInfo> now, std::span<const FieldInfo> base) {
    std::vector<LinkPair> pairs;
    for (const FieldInfo& field : now) {
        const auto same = [&](const FieldInfo& other) {
            return other.key == field.key && other.value == field.value;
        };
        if (std::none_of(base.begin(), base.end(), same)) pairs.push_back({field.key, field.value});
    }
    return pairs;
}

std::vector<LinkPair> all_pairs(std::span<const FieldInfo> fields) { return differences(fields, {}); }

}  // namespace shell
