// A protobuf message as it is built up, field by field, in the wire format
// (https://protobuf.dev/programming-guides/encoding). Little-endian; integers as varints.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/bits.h"
#include "core/io/bytes.h"

namespace cnn {

class WireMessage {
 public:
    void integer(int field, std::int64_t value) {
        key(field, kVarint);
        varint(static_cast<std::uint64_t>(value));
    }
    void real(int field, float value) {
        key(field, kFixed32);
        append_le(bytes_, bits_of(value), 4);
    }
    void text(int field, std::string_view value) { content(field, bytes_of(value)); }
    void message(int field, const WireMessage& value) { content(field, value.bytes_); }
    void content(int field, std::span<const std::uint8_t> value) {
        key(field, kDelimited);
        varint(value.size());
        append_bytes(bytes_, value);
    }
    const Bytes& bytes() const { return bytes_; }

 private:
    enum WireType : unsigned { kVarint = 0, kDelimited = 2, kFixed32 = 5 };

    void key(int field, WireType type) { varint(static_cast<unsigned>(field) << 3U | type); }
    void varint(std::uint64_t value) {
        for (; value > 0x7F; value >>= 7U) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80U));
        bytes_.push_back(static_cast<std::uint8_t>(value));
    }

    Bytes bytes_;
};

}  // namespace cnn
