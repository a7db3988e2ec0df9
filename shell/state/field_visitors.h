// What is done with the fields of a lesson, once they are named: list them, and write them from texts.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "shell/state/fields.h"
#include "shell/state/link.h"

namespace shell {

enum class FieldKind { kInteger, kBigInteger, kReal, kChoice, kFlag, kNumbers, kText };
std::string_view name_of(FieldKind kind);  // "integer" "big-integer" "real" "choice" "flag" "numbers" "text"

// One field as seen from outside: its value as text, and what it takes.
struct FieldInfo {
    std::string key;
    std::string label;
    FieldKind kind = FieldKind::kInteger;
    std::string value;                      // as in a link
    double low = 0;                         // integer and real
    double high = 0;                        // integer and real
    std::vector<std::string_view> choices;  // choice
    std::size_t count = 0;                  // numbers: how many; text: most bytes
};

// Lists the fields in their order: visit with model.fields(lister), then take list().
class FieldLister : public FieldVisitor {
 public:
    const std::vector<FieldInfo>& list() const { return list_; }
    bool takes(std::string_view key) const;  // is it the key of a field or a shorthand

    void integer(FieldName name, int& value, int low, int high) override;
    void big_integer(FieldName name, std::uint64_t& value) override;
    void real(FieldName name, float& value, float low, float high) override;
    void choice(FieldName name, int& value, std::span<const std::string_view> names) override;
    void flag(FieldName name, bool& value) override;
    bool numbers(FieldName name, std::vector<float>& values, std::size_t count) override;
    void text(FieldName name, std::string& value, std::size_t max_bytes) override;
    void shorthand(std::string_view key, std::span<const std::string_view> keys) override;

 private:
    FieldInfo& add(FieldName name, FieldKind kind, std::string value);
    std::vector<FieldInfo> list_;
    std::vector<std::string_view> shorthands_;
};

// Writes fields from pairs. A field that a pair names takes its value if it is right; the first wrong one is
// kept as status() and no field after it is written, so visit a scratch copy of the state. Fields without a
// pair keep their value, moved to the nearest that the bounds allow (lists are cut or filled up with zeros),
// because the bounds may have changed under them.
class FieldWriter : public FieldVisitor {
 public:
    explicit FieldWriter(std::span<const LinkPair> pairs) : pairs_(pairs) {}

    const cnn::Status& status() const { return status_; }

    void integer(FieldName name, int& value, int low, int high) override;
    void big_integer(FieldName name, std::uint64_t& value) override;
    void real(FieldName name, float& value, float low, float high) override;
    void choice(FieldName name, int& value, std::span<const std::string_view> names) override;
    void flag(FieldName name, bool& value) override;
    bool numbers(FieldName name, std::vector<float>& values, std::size_t count) override;
    void text(FieldName name, std::string& value, std::size_t max_bytes) override;
    void shorthand(std::string_view key, std::span<const std::string_view> keys) override;

 private:
    const LinkPair* find(FieldName name) const;  // by key or shorthand; null: none, or an error came before
    template <class T>
    void take(T& value, cnn::Result<T> read);

    std::span<const LinkPair> pairs_;
    std::map<std::string_view, std::string_view> shorthands_;  // field -> shorthand
    cnn::Status status_ = cnn::success();
};

// The pairs of `now` whose value is not that of the same key in `base`, in the order of `now`.
std::vector<LinkPair> differences(std::span<const FieldInfo> now, std::span<const FieldInfo> base);
// Every field as a pair.
std::vector<LinkPair> all_pairs(std::span<const FieldInfo> fields);

}  // namespace shell
