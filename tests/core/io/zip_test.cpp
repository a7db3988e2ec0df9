// Zip archives and pictures by class: what is read, and what is refused by its name.
#include "core/io/zip.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/io/bytes.h"
#include "core/io/crc32.h"
#include "core/io/image.h"
#include "core/io/image_classes.h"

namespace {

using namespace cnn;

// Python's zipfile of a/text.txt, "one two " eight times, deflated.
const Bytes kDeflated = {
    0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x21, 0x00, 0x82, 0xEA, 0x67,
    0xDE, 0x0D, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x0A, 0x00, 0x00, 0x00, 0x61, 0x2F, 0x74, 0x65,
    0x78, 0x74, 0x2E, 0x74, 0x78, 0x74, 0xCB, 0xCF, 0x4B, 0x55, 0x28, 0x29, 0xCF, 0x57, 0xC8, 0x27, 0x93,
    0x06, 0x00, 0x50, 0x4B, 0x01, 0x02, 0x14, 0x03, 0x14, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x21,
    0x00, 0x82, 0xEA, 0x67, 0xDE, 0x0D, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x0A, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x61, 0x2F, 0x74,
    0x65, 0x78, 0x74, 0x2E, 0x74, 0x78, 0x74, 0x50, 0x4B, 0x05, 0x06, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00,
    0x01, 0x00, 0x38, 0x00, 0x00, 0x00, 0x35, 0x00, 0x00, 0x00, 0x00, 0x00};
constexpr std::size_t kDirectory = 0x35;
constexpr std::size_t kEnd = 0x35 + 0x38;

void put(Bytes& to, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i, value >>= 8) to.push_back(static_cast<std::uint8_t>(value));
}

// Files stored as they are.
Bytes archive_of(const std::vector<std::pair<std::string, Bytes>>& files) {
    Bytes all;
    Bytes directory;
    for (const auto& file : files) {
        const std::string& path = file.first;
        const Bytes& content = file.second;
        const auto header = static_cast<std::uint32_t>(all.size());
        const auto size = static_cast<std::uint32_t>(content.size());
        const auto common = [&](Bytes& to) {
            put(to, 20, 2);  // version
            put(to, 0, 4);   // flags, stored
            put(to, 0, 4);   // time
            put(to, crc32(content), 4);
            put(to, size, 4);
            put(to, size, 4);
            put(to, static_cast<std::uint32_t>(path.size()), 2);
            put(to, 0, 2);
        };
        put(all, 0x04034B50, 4);
        common(all);
        all.insert(all.end(), path.begin(), path.end());
        all.insert(all.end(), content.begin(), content.end());
        put(directory, 0x02014B50, 4);
        put(directory, 20, 2);
        common(directory);
        put(directory, 0, 10);
        put(directory, header, 4);
        directory.insert(directory.end(), path.begin(), path.end());
    }
    const auto begin = static_cast<std::uint32_t>(all.size());
    all.insert(all.end(), directory.begin(), directory.end());
    put(all, 0x06054B50, 4);
    put(all, 0, 4);
    put(all, static_cast<std::uint32_t>(files.size()), 2);
    put(all, static_cast<std::uint32_t>(files.size()), 2);
    put(all, static_cast<std::uint32_t>(directory.size()), 4);
    put(all, begin, 4);
    put(all, 0, 2);
    return all;
}

// One colour, 5 wide and 3 high.
Bytes png(std::uint8_t grey) {
    Picture picture{5, 3, {}};
    for (int i = 0; i < 15; ++i) picture.rgba.insert(picture.rgba.end(), {grey, grey, grey, 255});
    return write_png(picture);
}

// What the archive says when it is listed and its files are unpacked.
std::string outcome(const Bytes& bytes, std::size_t limit = 1000) {
    const auto entries = list_zip("t.zip", bytes);
    if (!entries) return entries.error().sentence;
    for (const ZipEntry& entry : entries.value()) {
        const auto content = unzip("t.zip", bytes, entry, limit);
        if (!content) return content.error().sentence;
    }
    return "read";
}

std::string changed(std::size_t at, std::uint8_t value) {
    Bytes bytes = kDeflated;
    bytes[at] = value;
    return outcome(bytes);
}

}  // namespace

TEST_CASE("zip: deflated and stored files") {
    CHECK(is_zip(kDeflated));
    auto entries = list_zip("t.zip", kDeflated);
    REQUIRE(entries.ok());
    REQUIRE(entries.value().size() == 1);
    CHECK(entries.value()[0].path == "a/text.txt");
    auto content = unzip("t.zip", kDeflated, entries.value()[0], 64);
    REQUIRE(content.ok());
    CHECK(std::string(content.value().begin(), content.value().end()).substr(0, 12) == "one two one ");
    CHECK(content.value().size() == 64);

    const Bytes stored = archive_of({{"a/", {}}, {"a/x", {1, 2, 3}}, {"empty", {}}});
    entries = list_zip("t.zip", stored);
    REQUIRE(entries.ok());
    CHECK(entries.value().size() == 2);  // the folder is left out
    CHECK(unzip("t.zip", stored, entries.value()[0], 10).value() == Bytes{1, 2, 3});
    CHECK(outcome(stored) == "read");
    CHECK(outcome(archive_of({})) == "read");
}

TEST_CASE("zip: damage and what is not read are said") {
    CHECK(outcome({}).find("no zip archive") != std::string::npos);
    CHECK(outcome(Bytes(100, 'x')).find("no zip archive") != std::string::npos);
    CHECK(outcome(kDeflated, 63) == "t.zip, a/text.txt: it has 64 bytes; at most 63 are read.");
    CHECK(changed(kDirectory, 0).find("directory is damaged at entry 1 of 1") != std::string::npos);
    CHECK(changed(kDirectory + 8, 1).find("encrypted") != std::string::npos);
    CHECK(changed(kDirectory + 10, 12).find("method 12") != std::string::npos);
    CHECK(changed(kDirectory + 16, 0).find("does not match") != std::string::npos);
    CHECK(changed(kDirectory + 24, 65).find("does not match") != std::string::npos);
    CHECK(changed(kDirectory + 20, 255).find("does not hold it where") != std::string::npos);
    CHECK(changed(kDirectory + 28, 255).find("runs beyond its end") != std::string::npos);
    CHECK(changed(kDirectory + 42, 200).find("does not hold it where") != std::string::npos);
    CHECK(changed(0, 0).find("does not hold it where") != std::string::npos);
    CHECK(changed(45, 0xFF).find("does not match") != std::string::npos);  // the stream itself
    CHECK(changed(kEnd + 4, 1).find("several parts") != std::string::npos);
    CHECK(changed(kEnd + 16, 250).find("damaged") != std::string::npos);
    Bytes zip64 = kDeflated;
    zip64[kEnd + 8] = zip64[kEnd + 9] = zip64[kEnd + 10] = zip64[kEnd + 11] = 0xFF;
    CHECK(outcome(zip64).find("zip64") != std::string::npos);
}

TEST_CASE("zip: every truncation and every changed byte is read or refused, never worse") {
    for (std::size_t length = 0; length < kDeflated.size(); ++length)
        CHECK(outcome(Bytes(kDeflated.begin(), kDeflated.begin() + static_cast<std::ptrdiff_t>(length))) !=
              "read");
    for (std::size_t at = 0; at < kDeflated.size(); ++at)
        for (const int value : {0, 1, 127, 128, 255})
            CHECK(!changed(at, static_cast<std::uint8_t>(value)).empty());
}

TEST_CASE("pictures by class: folders are classes, in the order of their names") {
    ImageClasses classes("pets", {1, 1, 2, 4});
    REQUIRE(classes.add("all/dogs/1.png", png(255)).ok());
    REQUIRE(classes.add("all/cats/1.png", png(0)).ok());
    REQUIRE(classes.add("all/dogs/2.png", png(51)).ok());
    const Result<Dataset> data = std::move(classes).finish();
    REQUIRE(data.ok());
    CHECK(data.value().class_names == std::vector<std::string>{"cats", "dogs"});
    CHECK(data.value().labels == std::vector<std::uint8_t>{1, 0, 1});
    REQUIRE(data.value().pixels.size() == 24);
    CHECK(data.value().pixels[0] == 255);
    CHECK(data.value().pixels[8] == 0);
    CHECK(data.value().pixels[16] == 51);
    float x[8];
    data.value().image_to(2, x);
    CHECK(x[7] == doctest::Approx(0.2));
}

TEST_CASE("pictures by class: an archive's pictures, and the first thing that is wrong with it") {
    ImageClasses classes("pets.zip", {1, 1, 2, 4});
    const Bytes good = archive_of({{"b/1.png", png(255)}, {"notes.txt", {1, 2}}, {"a/1.png", png(0)}});
    REQUIRE(classes.add_zip("pets.zip", good).ok());
    const Result<Dataset> data = std::move(classes).finish();
    REQUIRE(data.ok());
    CHECK(data.value().class_names == std::vector<std::string>{"a", "b"});
    CHECK(data.value().labels == std::vector<std::uint8_t>{1, 0});
    ImageClasses other("pets.zip", {1, 1, 2, 4});
    CHECK(other.add_zip("pets.zip", Bytes{'P', 'K', 3, 4}).error().sentence.find("pets.zip") == 0);
    CHECK(other.add_zip("pets.zip", archive_of({{"a/1.png", Bytes(50, 'x')}}))
              .error()
              .sentence.find("a/1.png") != std::string::npos);
}

TEST_CASE("pictures by class: what is wrong is said, what is no picture is passed over") {
    CHECK(ImageClasses::wants("a/b.png"));
    CHECK(ImageClasses::wants("a/b.PNG"));
    for (const char* path : {"a/b.txt", "a/.b.png", "__MACOSX/a/b.png", "a/", ""})
        CHECK(!ImageClasses::wants(path));

    ImageClasses classes("pets", {1, 3, 4, 4});
    CHECK(classes.add("1.png", png(0)).error().sentence ==
          "pets: 1.png lies in no folder; the folder's name is to be the class.");
    CHECK(classes.add("a/1.png", Bytes(50, 'x')).error().sentence.find("a/1.png") != std::string::npos);
    CHECK(ImageClasses("pets", {1, 3, 4, 4}).finish().error().sentence ==
          "pets: there are no .png or .jpg pictures in it.");
    REQUIRE(classes.add("a/1.png", png(0)).ok());
    CHECK(std::move(classes).finish().error().sentence.find("all pictures are in one folder") !=
          std::string::npos);
}
