// IDX files, good and bad: every bad one gives a sentence that names the file and what is wrong.
#include "core/io/idx.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/io/gunzip.h"
#include "tests/core/io/big_endian.h"

namespace {

using namespace cnn;
using testing::append_be32;

Bytes idx(std::uint8_t type, const std::vector<std::uint32_t>& sizes, std::size_t numbers,
          std::uint8_t value = 1) {
    Bytes bytes{0, 0, type, static_cast<std::uint8_t>(sizes.size())};
    for (const std::uint32_t size : sizes) append_be32(bytes, size);
    bytes.insert(bytes.end(), numbers, value);
    return bytes;
}

Bytes good_images() { return idx(8, {3, 2, 4}, 24); }
Bytes good_labels() { return idx(8, {3}, 3); }

std::string complaint(const Bytes& images, const Bytes& labels) {
    const Result<Dataset> data = read_idx("test", {"images.idx", images}, {"labels.idx", labels});
    return data.ok() ? "accepted" : data.error().sentence;
}

// Stored (not compressed) deflate blocks in a gzip member; tests need no compressor.
Bytes gzip(const Bytes& content, std::uint8_t flags = 0, const Bytes& extra = {}) {
    Bytes bytes{0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3};
    for (const std::uint8_t byte : extra) bytes.push_back(byte);  // insert() sets off a false alarm of GCC 12
    const auto length = static_cast<unsigned>(content.size());
    for (const unsigned part : {1U, length, length >> 8U, ~length, ~length >> 8U})
        bytes.push_back(static_cast<std::uint8_t>(part));
    bytes.insert(bytes.end(), content.begin(), content.end());
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const std::uint8_t byte : content) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    crc = ~crc;
    for (unsigned shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(crc >> shift));
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(content.size()) >> shift));
    return bytes;
}

}  // namespace

TEST_CASE("idx: images and labels become a data set") {
    Bytes images = good_images();
    images[16] = 255;
    Bytes labels = good_labels();
    labels[8] = 9;
    const Result<Dataset> data = read_idx("mine", {"a", images}, {"b", labels});
    REQUIRE(data.ok());
    CHECK(data.value().name == "mine");
    CHECK(data.value().count() == 3);
    CHECK(data.value().image == Shape{1, 1, 2, 4});
    CHECK(data.value().labels[0] == 9);
    std::vector<float> pixels(8);
    data.value().image_to(0, pixels.data());
    CHECK(pixels[0] == 1.0F);
    CHECK(pixels[1] == 1.0F / 255.0F);
}

TEST_CASE("idx: a file tells whether it holds images or labels, packed or not") {
    for (const bool packed : {false, true}) {
        const Bytes images = packed ? gzip(good_images()) : good_images();
        const Bytes labels = packed ? gzip(good_labels()) : good_labels();
        REQUIRE(inspect_idx({"a", images}).ok());
        CHECK(inspect_idx({"a", images}).value() == IdxKind::kImages);
        REQUIRE(inspect_idx({"b", labels}).ok());
        CHECK(inspect_idx({"b", labels}).value() == IdxKind::kLabels);
    }
    for (const Bytes& bad : {Bytes{}, Bytes{0, 0, 8}, idx(8, {3}, 2), idx(8, {3, 2, 4}, 25),
                             idx(8, {2, 2}, 4), idx(13, {3}, 12), Bytes{1, 2, 3, 4, 5, 6, 7, 8}})
        CHECK_FALSE(inspect_idx({"c", bad}).ok());
}

// The sizes that the lecture rounds: 47 MB, 60 KB, 7.8 MB, 10 KB.
TEST_CASE("S2-24: MNIST's four files unpacked have as many bytes as their headers ask for") {
    struct File {
        std::vector<std::uint32_t> sizes;
        std::string bytes;
    };
    for (const File& file : {File{{60000, 28, 28}, "47040016"}, File{{60000}, "60008"},
                             File{{10000, 28, 28}, "7840016"}, File{{10000}, "10008"}}) {
        const Result<IdxKind> header_alone = inspect_idx({"mnist", idx(8, file.sizes, 0)});
        REQUIRE_FALSE(header_alone.ok());
        const std::string& sentence = header_alone.error().sentence;
        CAPTURE(sentence);
        CHECK(sentence.find("asks for " + file.bytes + ":") != std::string::npos);
        Bytes whole = idx(8, file.sizes, 0);
        whole.resize(std::stoul(file.bytes));
        CHECK(inspect_idx({"mnist", whole}).ok());
        whole.pop_back();
        CHECK_FALSE(inspect_idx({"mnist", whole}).ok());
    }
}

TEST_CASE("idx: 8x8 images and 256x256 images are read") {
    CHECK(complaint(idx(8, {3, 8, 8}, 192), good_labels()) == "accepted");
    CHECK(complaint(idx(8, {3, 256, 256}, 3 * 65536), good_labels()) == "accepted");
}

TEST_CASE("idx: every fault of the catalogue is a sentence with the file, the field and the limit") {
    struct Case {
        const char* fault;
        Bytes images;
        Bytes labels;
        const char* file;
        const char* words;
    };
    Bytes one_short = good_images();
    one_short.pop_back();
    Bytes one_more = good_images();
    one_more.push_back(0);
    Bytes cut_header = good_images();
    cut_header.resize(11);
    Bytes wrong_magic = good_images();
    wrong_magic[0] = 'P';
    Bytes bad_crc = gzip(good_images());
    bad_crc[bad_crc.size() - 8] ^= 1U;
    Bytes cut_gzip = gzip(good_images());
    cut_gzip.resize(cut_gzip.size() - 5);
    Bytes trailing = gzip(good_images());
    for (const std::uint8_t byte : Bytes{1, 2, 3}) trailing.push_back(byte);
    Bytes bomb = gzip(good_images());
    bomb[bomb.size() - 1] = 0xFF;  // says 4 GB
    Bytes lying = gzip(good_images());
    lying[lying.size() - 4] = 30;  // says 30 bytes, holds 40
    const Case cases[] = {
        {"empty", {}, good_labels(), "images.idx", "0 bytes"},
        {"three bytes", {0, 0, 8}, good_labels(), "images.idx", "3 bytes"},
        {"wrong magic", wrong_magic, good_labels(), "images.idx", "not an IDX file"},
        {"little-endian magic", {3, 8, 0, 0, 3, 0, 0, 0}, good_labels(), "images.idx", "byte order"},
        {"signed bytes", idx(0x09, {3, 2, 4}, 24), good_labels(), "images.idx", "0x09"},
        {"16-bit integers", idx(0x0B, {3, 2, 4}, 48), good_labels(), "images.idx", "0x0B"},
        {"32-bit integers", idx(0x0C, {3, 2, 4}, 96), good_labels(), "images.idx", "0x0C"},
        {"32-bit floats", idx(0x0D, {3, 2, 4}, 96), good_labels(), "images.idx", "0x0D"},
        {"64-bit floats", idx(0x0E, {3, 2, 4}, 192), good_labels(), "images.idx", "0x0E"},
        {"type 255", idx(0xFF, {3, 2, 4}, 24), good_labels(), "images.idx", "unknown type 255"},
        {"no dimensions", idx(8, {}, 24), good_labels(), "images.idx", "0 dimensions"},
        {"255 dimensions", idx(8, std::vector<std::uint32_t>(255, 1), 1), good_labels(), "images.idx",
         "255 dimensions"},
        {"sizes that overflow", idx(8, {1000000, 256, 256}, 24), good_labels(), "images.idx", "at most"},
        {"a count of 2^32 - 1", idx(8, {0xFFFFFFFF, 28, 28}, 24), good_labels(), "images.idx", "1000000"},
        {"no images", idx(8, {0, 28, 28}, 0), good_labels(), "images.idx", "0 images"},
        {"no rows", idx(8, {3, 0, 28}, 0), good_labels(), "images.idx", "0 rows"},
        {"truncated header", cut_header, good_labels(), "images.idx", "cut off"},
        {"one byte short", one_short, good_labels(), "images.idx", "cut off"},
        {"trailing byte", one_more, good_labels(), "images.idx", "too many"},
        {"counts differ", good_images(), idx(8, {2}, 2), "labels.idx", "2 labels"},
        {"label 255", good_images(), idx(8, {3}, 3, 255), "labels.idx", "255"},
        {"4096x4096 images", idx(8, {1, 4096, 4096}, 100), good_labels(), "images.idx", "256"},
        {"truncated gzip", cut_gzip, good_labels(), "images.idx", "cut off"},
        {"bad gzip checksum", bad_crc, good_labels(), "images.idx", "checksum"},
        {"gzip bomb", bomb, good_labels(), "images.idx", "at most"},
        {"gzip that says less than it holds", lying, good_labels(), "images.idx", "gzip"},
        {"bytes after the gzip data", trailing, good_labels(), "images.idx", "gzip"},
        {"two bytes of gzip", {0x1F, 0x8B}, good_labels(), "images.idx", "gzip"},
        {"labels given as images", good_labels(), good_images(), "images.idx", "swapped"},
    };
    for (const Case& fault : cases) {
        CAPTURE(fault.fault);
        const std::string sentence = complaint(fault.images, fault.labels);
        CAPTURE(sentence);
        CHECK(sentence.find(fault.file) != std::string::npos);
        CHECK(sentence.find(fault.words) != std::string::npos);
        CHECK(sentence.back() == '.');
    }
}

TEST_CASE("idx: gzip is unpacked, with every optional field of its header") {
    CHECK(complaint(gzip(good_images()), good_labels()) == "accepted");
    CHECK(complaint(gzip(good_images()), gzip(good_labels())) == "accepted");
    CHECK(complaint(gzip(good_images(), 8, {'n', 0}), good_labels()) == "accepted");
    CHECK(complaint(gzip(good_images(), 4 | 8 | 16 | 2, {2, 0, 9, 9, 'n', 0, 'c', 0, 7, 7}), good_labels()) ==
          "accepted");
    CHECK(complaint(gzip(good_images(), 8, Bytes(300, 'n')), good_labels()) != "accepted");
    CHECK(complaint(gzip(good_images(), 4, {255, 255}), good_labels()) != "accepted");
    CHECK(complaint(gzip(good_images(), 0x20), good_labels()) != "accepted");
}

// "cat a.gz b.gz" (RFC 1952, section 2.2): the members' contents follow each other.
TEST_CASE("idx: gzip of several members is read as one file") {
    const Bytes whole = good_images();
    for (std::size_t cut = 0; cut <= whole.size(); cut += 5) {
        Bytes members = gzip(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(cut)));
        for (const std::uint8_t byte : gzip({})) members.push_back(byte);
        for (const std::uint8_t byte :
             gzip(Bytes(whole.begin() + static_cast<std::ptrdiff_t>(cut), whole.end())))
            members.push_back(byte);
        CAPTURE(cut);
        CHECK(complaint(members, good_labels()) == "accepted");
        members[members.size() - 8] ^= 1U;  // of the last one's checksum
        CHECK(complaint(members, good_labels()) != "accepted");
    }
}

TEST_CASE("idx: gzip whose last codes are short is read to its end") {
    // good_images() as zlib packs them, with fixed codes.
    const Bytes packed{31, 139, 8,  0,  0,   0,  0,   0, 2, 3,  99,  96,  224, 96, 102, 96, 96,
                       0,  97,  38, 32, 102, 97, 196, 1, 0, 18, 124, 135, 148, 40, 0,   0,  0};
    CHECK(complaint(packed, good_labels()) == "accepted");
    Bytes with_empty = packed;  // the next member begins at the right byte, whatever stb had looked ahead
    for (const std::uint8_t byte : gzip({})) with_empty.push_back(byte);
    CHECK(complaint(with_empty, good_labels()) == "accepted");
}

TEST_CASE("idx: no mutation of a good file crashes") {
    Rng rng(11);
    for (int round = 0; round < 3000; ++round) {
        Bytes images = round % 2 == 0 ? good_images() : gzip(good_images());
        Bytes labels = good_labels();
        Bytes& changed = round % 4 < 3 ? images : labels;
        for (std::uint32_t edits = 1 + rng.below(3); edits > 0; --edits)
            changed[rng.below(static_cast<std::uint32_t>(changed.size()))] =
                static_cast<std::uint8_t>(rng.next());
        if (rng.below(4) == 0) changed.resize(rng.below(static_cast<std::uint32_t>(changed.size())));
        const std::string sentence = complaint(images, labels);
        REQUIRE((sentence == "accepted" || sentence.back() == '.'));
    }
}
