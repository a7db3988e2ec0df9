// The kernel tables and the packing they stand on.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/kernels/pack.h"
#include "core/kernels/table.h"
#include "core/kernels/workspace.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::random_floats;
using testing::same_bits;
using Numbers = std::vector<float>;

TEST_CASE("kernels: the tables on offer are complete, differ in name, and fit the widest panel") {
    std::set<std::string> names;
    for (const KernelTable* table : available_kernels()) {
        names.insert(table->name);
        CHECK(table->panel >= 1);
        CHECK(table->panel <= kWidestPanel);
        CHECK(static_cast<bool>(table->strided_tile));
        CHECK(static_cast<bool>(table->packed_panel));
    }
    CHECK(names.size() == available_kernels().size());
    CHECK(available_kernels().size() >= 2);
    CHECK(available_kernels().front() == &scalar_kernels());
    CHECK(available_kernels().back() == &best_kernels());
#if defined(__wasm_simd128__)
    CHECK(std::string(best_kernels().name) == "wasm128");
#endif
}

TEST_CASE("kernels: a sum cut in two and resumed has the bits of the whole") {
    Rng rng(21);
    for (const KernelTable* table : available_kernels())
        for (int rows = 1; rows <= kTileRows; ++rows) {
            CAPTURE(table->name);
            CAPTURE(rows);
            const auto panel = static_cast<std::size_t>(table->panel);
            const Floats a = random_floats(rng, 4 * 24);
            const Floats b = random_floats(rng, 24 * panel);
            const Floats bias = random_floats(rng, 4);
            Floats whole(4 * panel, 9.0F);
            Floats halves(4 * panel, 9.0F);
            StridedTile tile;
            tile.rows = rows;
            for (int i = 0; i < rows; ++i) tile.a[i] = a.data() + 24 * i;
            tile.k[0] = {2, 12};
            tile.k[1] = {3, 4};
            tile.k[2] = {4, 1};
            tile.b = b.data();
            tile.b_step = tile.c_step = table->panel;
            tile.c = whole.data();
            tile.bias = bias.data();
            table->strided_tile(tile);
            tile.k[0].count = 1;
            tile.c = halves.data();
            tile.bias = nullptr;
            table->strided_tile(tile);
            for (int i = 0; i < rows; ++i) tile.a[i] += 12;
            tile.b += 12 * panel;
            tile.bias = bias.data();
            tile.resume = true;
            table->strided_tile(tile);
            CHECK(same_bits(whole, halves));
            CHECK(std::all_of(whole.begin() + rows * table->panel, whole.end(),
                              [](float c) { return c == 9.0F; }));
        }
}

TEST_CASE("pack: copy and transpose, with what is missing as zeros") {
    const Numbers source = {1, 2, 3, 4, 5, 10, 20, 30, 40, 50};  // 2 rows, 5 columns
    Numbers copied(8, 7.0F);
    copy_panel(2, 3, source.data(), 5, 4, copied.data());
    CHECK(copied == Numbers{1, 2, 3, 0, 10, 20, 30, 0});
    Numbers transposed(20, 7.0F);
    transpose_panel(2, 5, source.data(), 5, 4, transposed.data());
    CHECK(transposed == Numbers{1, 10, 0, 0, 2, 20, 0, 0, 3, 30, 0, 0, 4, 40, 0, 0, 5, 50, 0, 0});
}

TEST_CASE("pack: transposing by blocks equals transposing one by one") {
    Rng rng(22);
    for (int panel : {2, 4, 8, 16})
        for (int rows = 1; rows <= panel; ++rows)
            for (int columns : {1, 3, 4, 7, 12}) {
                const auto count = static_cast<std::size_t>(columns * panel);
                const Floats source = random_floats(rng, static_cast<std::size_t>(rows) * 13);
                Floats out(count, 7.0F);
                Floats expected(count, 0.0F);
                transpose_panel(rows, columns, source.data(), 13, panel, out.data());
                for (int row = 0; row < rows; ++row)
                    for (int column = 0; column < columns; ++column)
                        expected[static_cast<std::size_t>(column * panel + row)] =
                            source[static_cast<std::size_t>(row * 13 + column)];
                REQUIRE(same_bits(out, expected));
            }
}

TEST_CASE("pack: column sums run in row order for every panel") {
    for (int panel : {2, 8, 16}) {
        CAPTURE(panel);
        Rng rng(23);
        const auto width = static_cast<std::size_t>(panel);
        const Floats in = random_floats(rng, 100 * width);
        Floats sums(width);
        sum_panel(40, panel, in.data(), sums.data());
        sum_panel(60, panel, in.data() + 40 * width, sums.data());
        for (std::size_t column = 0; column < width; ++column) {
            float expected = 0;
            for (std::size_t row = 0; row < 100; ++row) expected += in[row * width + column];
            CHECK(sums[column] == expected);
        }
    }
}

TEST_CASE("workspace: pieces are aligned and counted alike with and without memory") {
    Floats memory(64);
    Workspace real(memory.data());
    Workspace counting;
    CHECK(real.take(1) == memory.data());
    CHECK(real.take(17) == memory.data() + 16);
    CHECK(real.take(0) == memory.data() + 48);
    CHECK(counting.take(1) == nullptr);
    CHECK(counting.take(17) == nullptr);
    CHECK(counting.used() == real.used());
    CHECK(real.used() == 48);
}

}  // namespace
}  // namespace cnn
