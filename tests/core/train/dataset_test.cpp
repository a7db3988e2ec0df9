// Divisions, standardisation and rows of numbers.
#include "core/train/dataset.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <vector>

namespace {

using namespace cnn;

// 30 images of class 0, 60 of class 1, 10 of class 2; each image's two numbers name it.
Dataset rows() {
    Dataset data;
    data.image = {1, 2, 1, 1};
    data.classes = 3;
    for (int i = 0; i < 100; ++i) {
        data.values.edit().push_back(static_cast<float>(i));
        data.values.edit().push_back(7);
        data.labels.push_back(static_cast<std::uint8_t>(i < 30 ? 0 : i < 90 ? 1 : 2));
    }
    return data;
}

}  // namespace

TEST_CASE("a split takes the same share of every class, each image once, and follows from its seed") {
    const Dataset all = rows();
    const DataSplit data = split(all, 0.2F, 1);
    CHECK(data.train.count() == 80);
    CHECK(data.test.count() == 20);
    std::vector<int> counts(3, 0);
    for (const std::uint8_t label : data.test.labels) ++counts[label];
    CHECK(counts == std::vector<int>{6, 12, 2});
    std::set<float> seen;
    for (const Dataset* part : {&data.train, &data.test}) {
        CHECK(part->image == all.image);
        CHECK(part->classes == 3);
        for (int i = 0; i < part->count(); ++i) {
            float x[2];
            part->image_to(i, x);
            seen.insert(x[0]);
            CHECK(x[1] == 7);
            const int row = static_cast<int>(x[0]);
            CHECK(part->labels[static_cast<std::size_t>(i)] == all.labels[static_cast<std::size_t>(row)]);
        }
    }
    CHECK(seen.size() == 100);
    CHECK(split(all, 0.2F, 1).test.values == data.test.values);
    CHECK(split(all, 0.2F, 2).test.values != data.test.values);
}

TEST_CASE("neither part of a split is empty") {
    for (const float share : {0.0F, 0.0001F, 0.999F, 1.0F}) {
        const DataSplit data = split(rows(), share, 1);
        CHECK(data.train.count() >= 1);
        CHECK(data.test.count() >= 1);
        CHECK(data.train.count() + data.test.count() == 100);
    }
}

TEST_CASE(
    "standardisation: mean 0 and deviation 1 over the training images, whose figures the test images share") {
    DataSplit data = split(rows(), 0.2F, 1);
    const int count = 60;  // the others are held out
    standardise(data, count);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; ++i) {
        float x[2];
        data.train.image_to(i, x);
        sum += static_cast<double>(x[0]);
        squares += static_cast<double>(x[0]) * static_cast<double>(x[0]);
        CHECK(x[1] == 0);  // never changes: its deviation is taken as 1
    }
    CHECK(sum / count == doctest::Approx(0).epsilon(1e-5));
    CHECK(squares / count == doctest::Approx(1));
    CHECK(data.test.mean == data.train.mean);
    CHECK(data.test.deviation == data.train.deviation);
    CHECK(data.train.largest(0) < 15);  // the column that never changes: (7 + 7) / 1
    CHECK(data.train.largest(0) >= 14);
}

TEST_CASE("a standardised copy has the images of the original, until one of them is changed") {
    DataSplit data = split(rows(), 0.2F, 1);
    DataSplit copy = data;
    standardise(copy, 60);
    CHECK(data.train.mean.empty());
    CHECK(copy.train.values.data() == data.train.values.data());
    const float before = data.train.values[0];
    copy.train.values.edit()[0] = before + 1;
    CHECK(data.train.values[0] == before);
    CHECK(copy.train.values[0] == before + 1);
    CHECK(copy.train.values != data.train.values);
    const float* place = copy.train.values.data();
    copy.train.values.edit()[0] = before;
    CHECK(copy.train.values.data() == place);  // nobody else has them
    CHECK(copy.train.values == data.train.values);
}

TEST_CASE("standardisation of images is per channel, over bytes scaled to 1") {
    DataSplit data;
    data.train.image = {1, 2, 1, 2};
    data.train.pixels = {0, 255, 51, 51};
    data.train.labels = {0};
    data.test = data.train;
    standardise(data, 1);
    CHECK(data.train.mean[0] == doctest::Approx(0.5));
    CHECK(data.train.deviation[0] == doctest::Approx(0.5));
    CHECK(data.train.mean[1] == doctest::Approx(0.2));
    CHECK(data.train.deviation[1] == 1);
    float x[4];
    data.train.image_to(0, x);
    CHECK(x[0] == doctest::Approx(-1));
    CHECK(x[1] == doctest::Approx(1));
    CHECK(std::fabs(x[2]) < 1e-6F);
}
