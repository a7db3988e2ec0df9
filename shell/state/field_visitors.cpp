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

void FieldLister::numbers(FieldName name, std::vector<float>& values, std::size_t count) {
    add(name, FieldKind::kNumbers, numbers_text(values)).count = count;
}

void FieldLister::text(FieldName name, std::string& value, std::size_t max_bytes) {
    add(name, FieldKind::kText, value).count = max_bytes;
}

const std::string* FieldWriter::find(FieldName name) {
    if (!status_) return nullptr;
    const auto same = [&](const LinkPair& pair) { return pair.key == name.key; };
    const auto found = std::find_if(pairs_.begin(), pairs_.end(), same);
    return found == pairs_.end() ? nullptr : &found->value;
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
    if (const std::string* given = find(name)) take(value, read_integer(name.key, *given, low, high));
}

void FieldWriter::big_integer(FieldName name, std::uint64_t& value) {
    if (const std::string* given = find(name)) take(value, read_big_integer(name.key, *given));
}

void FieldWriter::real(FieldName name, float& value, float low, float high) {
    value = std::clamp(value, low, std::max(low, high));
    if (const std::string* given = find(name)) take(value, read_real(name.key, *given, low, high));
}

void FieldWriter::choice(FieldName name, int& value, std::span<const std::string_view> names) {
    value = std::clamp(value, 0, static_cast<int>(names.size()) - 1);
    if (const std::string* given = find(name)) take(value, read_choice(name.key, *given, names));
}

void FieldWriter::flag(FieldName name, bool& value) {
    if (const std::string* given = find(name)) take(value, read_flag(name.key, *given));
}

void FieldWriter::numbers(FieldName name, std::vector<float>& values, std::size_t count) {
    values.resize(count);
    if (const std::string* given = find(name)) take(values, read_numbers(name.key, *given, count));
}

void FieldWriter::text(FieldName name, std::string& value, std::size_t max_bytes) {
    if (const std::string* given = find(name)) take(value, read_text(name.key, *given, max_bytes));
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
