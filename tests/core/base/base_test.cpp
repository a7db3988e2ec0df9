// The small pieces of core/base: random numbers, hash, parallel_for, Result.
#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/hash.h"
#include "core/base/parallel_for.h"
#include "core/base/result.h"
#include "core/base/rng.h"

namespace cnn {
namespace {

TEST_CASE("rng: the published output of PCG32 for seed 42, stream 54") {
    Rng rng(42, 54);
    for (const std::uint32_t expected :
         {0xa15c02b7U, 0x7b47f409U, 0xba1d3330U, 0x83d2f293U, 0xbfa4784bU, 0xcbed606eU}) {
        CHECK(rng.next() == expected);
    }
}

TEST_CASE("rng: ranges are kept and filled, streams differ") {
    Rng rng(7);
    std::array<int, 6> faces{};
    float least = 1;
    float most = 0;
    for (int i = 0; i < 60000; ++i) {
        ++faces[rng.below(6)];
        const float unit = rng.unit();
        least = std::min(least, unit);
        most = std::max(most, unit);
    }
    for (const int count : faces) CHECK(std::abs(count - 10000) < 500);
    CHECK(least >= 0.0F);
    CHECK(least < 0.001F);
    CHECK(most < 1.0F);
    CHECK(most > 0.999F);
    CHECK(Rng(7, 0).next() != Rng(7, 1).next());
    CHECK(Rng(7).next() != Rng(8).next());
    CHECK(Rng(1).below(1) == 0);
}

std::uint64_t hash_text(std::string_view text) {
    Hash hash;
    for (const char letter : text) hash.add_byte(static_cast<std::uint8_t>(letter));
    return hash.value();
}

TEST_CASE("hash: the published values of 64-bit FNV-1a") {
    CHECK(hash_text("") == 0xcbf29ce484222325ULL);
    CHECK(hash_text("a") == 0xaf63dc4c8601ec8cULL);
    CHECK(hash_text("foobar") == 0x85944171f73967e8ULL);
    const auto hash_words = [](std::string_view text) {
        Hash hash;
        hash.add_words(std::as_bytes(std::span(text.data(), text.size())));
        return hash.value();
    };
    CHECK(hash_words("") == hash_text(""));
    CHECK(hash_words("a") == hash_text("a"));  // one byte fills one word
    CHECK(hash_words("12345678") != hash_words("12345679"));
    CHECK(hash_words("123456789") != hash_words("12345678"));
    CHECK(hash_words("1234567890") != hash_words("1234567809"));
}

TEST_CASE("hash: floats count by their bits, low byte first, and every NaN as one") {
    const float values[] = {1.0F};  // 0x3F800000
    Hash bytes;
    const std::array<std::uint8_t, 4> low_first = {0x00, 0x00, 0x80, 0x3F};
    bytes.add_bytes(low_first);
    CHECK(hash_floats(values) == bytes.value());
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float quiet[] = {nan};
    const float negative[] = {-nan};
    CHECK(hash_floats(quiet) == hash_floats(negative));
    const float zero[] = {0.0F};
    const float minus_zero[] = {-0.0F};
    CHECK(hash_floats(zero) != hash_floats(minus_zero));
}

TEST_CASE("parallel_for: the serial one runs every piece once, in order, as worker 0") {
    SerialFor serial;
    std::vector<int> seen;
    serial(5, [&](int piece, int worker) {
        CHECK(worker == 0);
        seen.push_back(piece);
    });
    CHECK(seen == std::vector<int>{0, 1, 2, 3, 4});
    serial(0, [&](int, int) { FAIL("no piece was asked for"); });
    CHECK(serial.workers() == 1);
}

TEST_CASE("result: a value or a sentence") {
    const Result<int> value = 3;
    const Result<int> error = Error{"The input is 0; it must be at least 1.", 4, 1};
    CHECK(value.ok());
    CHECK(value.value() == 3);
    CHECK_FALSE(error);
    CHECK(error.error().sentence == "The input is 0; it must be at least 1.");
    CHECK(error.error().at == 4);
    CHECK(success().ok());
}

}  // namespace
}  // namespace cnn
