// A lesson names its state once, in fields(FieldVisitor&). From that one listing come the link, undo, reset,
// the generic controls and the tests. Bounds are part of the visit: they are computed from the values visited
// so far, so that no position of a slider is an error and every number of a link is checked by the same rule.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shell {

struct FieldName {
    std::string_view key;    // in links and JSON: "stride_y"
    std::string_view label;  // on the screen: "Stride, rows"
};

class FieldVisitor {
 public:
    virtual ~FieldVisitor() = default;
    virtual void integer(FieldName name, int& value, int low, int high) = 0;
    virtual void big_integer(FieldName name, std::uint64_t& value) = 0;  // seeds
    virtual void real(FieldName name, float& value, float low, float high) = 0;
    virtual void choice(FieldName name, int& value, std::span<const std::string_view> names) = 0;
    virtual void flag(FieldName name, bool& value) = 0;
    // Comma list of exactly `count` numbers. True when they were written.
    virtual bool numbers(FieldName name, std::vector<float>& values, std::size_t count) = 0;
    virtual void text(FieldName name, std::string& value, std::size_t max_bytes) = 0;
    // In a link `key` stands for all of `keys` ("stride=2" for stride_y=2&stride_x=2); a field's own key
    // wins. Visited before those fields. Only a reader of links has something to do here.
    virtual void shorthand(std::string_view key, std::span<const std::string_view> keys) {
        static_cast<void>(key), static_cast<void>(keys);
    }
};

}  // namespace shell
