// Tables as text: what is read, and the line and column of what is not.
#include "core/io/csv.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace cnn;

Result<Dataset> read(const std::string& text, const std::string& label = "") {
    return read_csv("t.csv", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, label);
}

Dataset good(const std::string& text, const std::string& label = "") {
    Result<Dataset> data = read(text, label);
    if (!data) FAIL(data.error().sentence);
    return std::move(data).value();
}

std::string bad(const std::string& text, const std::string& label = "") {
    const Result<Dataset> data = read(text, label);
    return data ? "accepted" : data.error().sentence;
}

}  // namespace

TEST_CASE("csv: the columns to choose a class from") {
    const auto columns = [](const std::string& text) {
        return csv_columns("t.csv", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    };
    const CsvColumns named = columns("a, Class ,b\n1,x,2\n").value();
    CHECK(named.names == std::vector<std::string>{"a", "Class", "b"});
    CHECK(named.named);
    CHECK(named.label == 1);
    const CsvColumns bare = columns("3;1.5;yes\n2;1.5;no\n").value();
    CHECK(bare.names == std::vector<std::string>{"3", "1.5", "yes"});
    CHECK_FALSE(bare.named);
    CHECK(bare.label == 2);
    CHECK(columns("").error().sentence == "t.csv: there are no rows.");
    CHECK(columns("x\n").error().sentence.find("at least two columns") != std::string::npos);
}

TEST_CASE("csv: numbers and classes, with and without a header") {
    for (const char* header : {"", "x,y,kind\n", "\"x\",\"y, up\",\"kind\"\r\n"}) {
        CAPTURE(header);
        const Dataset data = good(std::string(header) + "1,2,b\n-0.5,1e3,a\r\n3, 4 ,b");
        CHECK(data.image == Shape{1, 2, 1, 1});
        CHECK(data.values == std::vector<float>{1, 2, -0.5F, 1000, 3, 4});
        CHECK(data.labels == std::vector<std::uint8_t>{1, 0, 1});
        CHECK(data.class_names == std::vector<std::string>{"a", "b"});
        CHECK(data.classes == 2);
    }
}

TEST_CASE("csv: the class's column by name, by number, or the last") {
    const std::string text = "kind,x,y\nb,1,2\na,3,4\n";
    for (const char* label : {"kind", "1"}) {
        const Dataset data = good(text, label);
        CHECK(data.values == std::vector<float>{1, 2, 3, 4});
        CHECK(data.labels == std::vector<std::uint8_t>{1, 0});
    }
    CHECK(good("5,1\n3,2\n5,3\n", "1").class_names == std::vector<std::string>{"3", "5"});
    CHECK(bad(text, "z") ==
          "t.csv, line 1, column 1: no column is named \"z\", and it is no number from 1 to 3.");
    CHECK(bad(text, "4").find("no number from 1 to 3") != std::string::npos);
}

TEST_CASE("csv: a header may say which column is the class") {
    for (const char* name : {"label", "Class", " TARGET "}) {
        const Dataset data = good("x," + std::string(name) + ",y\n1,b,2\n3,a,4\n");
        CHECK(data.values == std::vector<float>{1, 2, 3, 4});
        CHECK(data.class_names == std::vector<std::string>{"a", "b"});
    }
    CHECK(good("x,label,y\n1,7,b\n2,8,a\n", "y").values == std::vector<float>{1, 7, 2, 8});
    CHECK(good("1,label,2\n1,class,3\n", "2").class_names == std::vector<std::string>{"class", "label"});
}

TEST_CASE("csv: a square of named pixels is a picture of bytes") {
    for (const char* header : {"label,pixel0,pixel1,pixel2,pixel3", "1x1,1x2,2x1,2x2,Label"}) {
        CAPTURE(header);
        const bool first = header[0] == 'l';
        const Dataset data =
            good(std::string(header) + (first ? "\n7,0,255,1,2\n3,9,8,7,6\n" : "\n0,255,1,2,7\n9,8,7,6,3\n"));
        CHECK(data.image == Shape{1, 1, 2, 2});
        CHECK(data.pixels == std::vector<std::uint8_t>{0, 255, 1, 2, 9, 8, 7, 6});
        CHECK(data.values.empty());
        CHECK(data.white == 255.0F);
        CHECK(data.class_names == std::vector<std::string>{"3", "7"});
        CHECK(data.labels == std::vector<std::uint8_t>{1, 0});
    }
    // no bytes, no square, no pixels
    for (const char* text : {"label,pixel0,pixel1,pixel2,pixel3\n7,0,256,1,2\n3,9,8,7,6\n",
                             "label,pixel0,pixel1,pixel2,pixel3\n7,0,0.5,1,2\n3,9,8,7,6\n",
                             "label,pixel0,pixel1,pixel2,pixel3\n7,0,-1,1,2\n3,9,8,7,6\n",
                             "label,pixel0,pixel1,pixel2,x\n7,0,1,1,2\n3,9,8,7,6\n"}) {
        CAPTURE(text);
        CHECK(good(text).image == Shape{1, 4, 1, 1});
        CHECK(good(text).pixels.empty());
    }
    CHECK(good("label,pixel0,pixel1,pixel2\n7,0,1,1\n3,9,8,7\n").image == Shape{1, 3, 1, 1});
}

TEST_CASE("csv: whole numbers as classes are in the order of their values") {
    const Dataset data = good("0,10\n0,9\n0,2\n");
    CHECK(data.class_names == std::vector<std::string>{"2", "9", "10"});
    CHECK(data.labels == std::vector<std::uint8_t>{2, 1, 0});
}

TEST_CASE(
    "csv: quotes, doubled quotes, line ends within quotes, separators, empty lines, a byte-order mark") {
    const Dataset data = good("\xEF\xBB\xBFn,c\n\n1,\"a \"\"b\"\"\nc\"\n\"2\",\"d,e\"\r\n\r\n");
    CHECK(data.values == std::vector<float>{1, 2});
    CHECK(data.class_names == std::vector<std::string>{"a \"b\"\nc", "d,e"});
    CHECK(good("1;2;a\n3;4;b\n").values.size() == 4);
    CHECK(good("1\t2\ta\n3\t4\tb\n").values.size() == 4);
}

TEST_CASE("csv: what is wrong is named by line and column") {
    CHECK(bad("1,2,a\n3,x,b\n") == "t.csv, line 2, column 2: \"x\" is not a number.");
    CHECK(bad("x,y,c\n1,,b\n") == "t.csv, line 2, column 2: \"\" is not a number.");
    CHECK(bad("c,x\na,1\n\nb,\"y\nz\"\n", "c").find("t.csv, line 4, column 2: \"y?z\" is not a number.") ==
          0);
    CHECK(bad("1,2,a\n3,4\n") == "t.csv, line 2, column 3: the row has 2 fields, the first one has 3.");
    CHECK(bad("1,2,a\n3,4,b,c\n").find("line 2") != std::string::npos);
    CHECK(bad("1,a\n2,\"b\n").find("column 2: the quote is never closed.") != std::string::npos);
    CHECK(bad("1,a\n2,\"b\"c\n").find("text follows the closing quote") != std::string::npos);
    CHECK(bad("1,a\n2,\n").find("the class is missing") != std::string::npos);
    CHECK(bad("") == "t.csv: there are no rows.");
    CHECK(bad("\n\n") == "t.csv: there are no rows.");
    CHECK(bad("x,y\n") == "t.csv: there are no rows below the header.");
    CHECK(bad("1\n2\n").find("at least two columns") != std::string::npos);
    CHECK(bad("1,a\n2,a\n").find("all rows are of one class") != std::string::npos);
    for (const char* number : {"nan", "inf", "1e99", "0x10", "1.2.3", "--1", "1e"})
        CHECK(bad("1,a\n" + std::string(number) + ",b\n").find("is not a number") != std::string::npos);
    std::string many = "x,c\n";
    for (int i = 0; i < 300; ++i) many += "1," + std::to_string(i) + "\n";
    CHECK(bad(many).find("one class more than 256") != std::string::npos);
    CHECK(bad(std::string(20000, ',')).find("more than 16384 columns") != std::string::npos);
    CHECK(bad(std::string("1,a\n\0,b\n", 8)).find("line 2") != std::string::npos);
}
