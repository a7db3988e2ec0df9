// The kernel tables and the packing they stand on.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "core/kernels/carver.h"
#include "core/kernels/nonzero.h"
#include "core/kernels/pack.h"
#include "core/kernels/table.h"
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
        CHECK(static_cast<bool>(table->rows_tile));
        CHECK(static_cast<bool>(table->packed_panel));
        CHECK(static_cast<bool>(table->scattered_panel));
        CHECK(static_cast<bool>(table->weighted_rows));
        CHECK(static_cast<bool>(table->gathered_product));
    }
    CHECK(names.size() == available_kernels().size());
    CHECK(available_kernels().size() >= 2);
    CHECK(available_kernels().front() == &scalar_kernels());
    CHECK(available_kernels().back() == &best_kernels());
#if defined(__wasm_simd128__)
    CHECK(std::string(best_kernels().name) == "wasm128");
#endif
}

// The terms of each tile of some lines: all, a part or none of `depth`.
std::vector<TermRange> random_terms(Rng& rng, int lines, int tiles, int depth) {
    std::vector<TermRange> terms(static_cast<std::size_t>(lines * tiles));
    for (TermRange& range : terms) {
        range.first = testing::random_int(rng, 0, depth);
        range.count = testing::random_int(rng, 0, depth - range.first);
    }
    return terms;
}

// The tile of a line that gives column j last.
int tile_of(int columns, int lanes, int j) {
    int found = -1;
    for (int i = 0; i < column_tiles(columns, lanes); ++i) {
        const ColumnTile tile = column_tile(columns, lanes, i);
        if (tile.first <= j && j < tile.first + tile.vectors * lanes) found = i;
    }
    REQUIRE(found >= 0);
    return found;
}

enum class Gathered { kWhole, kResumed, kInPart };

// Sizes of a gathered product; what lies between columns, rows and lines of C must stay as it is.
void check_gathered(const KernelTable& table, Rng& rng, int rows, int columns, Gathered kind) {
    CAPTURE(table.name);
    CAPTURE(rows);
    CAPTURE(columns);
    constexpr int kDepth = 7;
    constexpr int kLines = 3;
    constexpr std::ptrdiff_t kLine = 60;
    constexpr std::ptrdiff_t kRow = kLines * kLine;
    const int lanes = table.panel / 2;
    const int tiles = column_tiles(columns, lanes);
    const bool resume = kind == Gathered::kResumed;
    const Floats a = random_floats(rng, static_cast<std::size_t>(rows) * kDepth);
    const Floats b = random_floats(rng, 500);
    const Floats bias = random_floats(rng, kGatheredRows);
    std::vector<std::int32_t> offsets(kDepth);
    for (std::int32_t& offset : offsets) offset = testing::random_int(rng, 0, 300);
    std::vector<TermRange> terms(static_cast<std::size_t>(kLines * tiles), {0, kDepth});
    if (kind == Gathered::kInPart) terms = random_terms(rng, kLines, tiles, kDepth);
    Floats blocks(2 * kDepth * kTileRows);
    transpose_blocks(rows, kDepth, a.data(), kDepth, blocks.data(), kTileRows * kDepth);
    const Floats before = random_floats(rng, kGatheredRows * kRow);
    Floats c = before;
    Floats expected = before;
    for (std::ptrdiff_t line = 0; line < kLines; ++line)
        for (std::ptrdiff_t i = 0; i < rows; ++i)
            for (std::ptrdiff_t j = 0; j < columns; ++j) {
                const auto at = static_cast<std::size_t>(line * kLine + i * kRow + j);
                const TermRange range = terms[static_cast<std::size_t>(
                    line * tiles + tile_of(columns, lanes, static_cast<int>(j)))];
                float sum = resume ? before[at] : 0.0F;
                for (std::int32_t k = range.first; k < range.first + range.count; ++k)
                    sum += a[static_cast<std::size_t>(i * kDepth + k)] *
                           b[static_cast<std::size_t>(line * 50 + offsets[static_cast<std::size_t>(k)] + j)];
                expected[at] = resume ? sum : sum + bias[static_cast<std::size_t>(i)];
            }
    table.gathered_product({rows, columns, kDepth, kLines, blocks.data(), b.data(), offsets.data(), 50,
                            c.data(), kRow, kLine, resume ? nullptr : bias.data(), resume,
                            kind == Gathered::kInPart ? terms.data() : nullptr});
    CHECK(same_bits(c, expected));
}

TEST_CASE("kernels: a gathered product has the plain sum's bits, and writes its columns alone") {
    Rng rng(31);
    for (const KernelTable* table : available_kernels()) {
        const int lanes = table->panel / 2;
        for (int rows = 1; rows <= kGatheredRows; ++rows) {
            for (int columns = lanes; columns <= 40; ++columns) {
                check_gathered(*table, rng, rows, columns, Gathered::kWhole);
                check_gathered(*table, rng, rows, columns, Gathered::kInPart);
            }
            for (int columns = lanes; columns <= 40; columns += lanes)
                check_gathered(*table, rng, rows, columns, Gathered::kResumed);
        }
    }
}

TEST_CASE("kernels: lists hold what is not 0, of either sign, and NaN") {
    constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
    const Numbers values = {0.0F, 2.0F, -0.0F, kNaN, 1e-45F, 0.0F};  // (2, 3)
    CHECK(count_nonzero(6, values.data()) == 3);
    CHECK(count_nonzero(200000, Numbers(200000, 1.0F).data()) == 200000);
    CHECK(nonzero_share(2, 3, 3, values.data()) == 0.5);
    CHECK(nonzero_share(2, 2, 3, values.data()) == 0.75);  // of each three the first two
    CHECK(nonzero_share(6, 1, 1, values.data()) == 0.5);   // told from four images
    const std::vector<std::int32_t> offsets = {10, 11, 12, 13, 14, 15};
    std::vector<WeightedRow> list(8, {-1, 0.0F});
    CHECK(list_nonzero(6, values.data(), offsets.data(), 1, list.data()) == 4);
    CHECK(list[0].offset == -1);
    CHECK(list[1].offset == 11);
    CHECK(list[1].factor == 2.0F);
    CHECK(list[2].offset == 13);
    CHECK(std::isnan(list[2].factor));
    CHECK(list[3].offset == 14);
    CHECK(list[3].factor == 1e-45F);
    std::vector<std::int32_t> found(3, 9);
    list_nonzero_rows(2, 3, values.data(), offsets.data(), found.data(), list.data());
    CHECK(found == std::vector<std::int32_t>{1, 2, 0});
    CHECK(list[0].offset == 11);  // column 0: the NaN of row 1
    CHECK(std::isnan(list[0].factor));
    CHECK(list[2].offset == 10);  // column 1: 2 of row 0, then 1e-45 of row 1
    CHECK(list[2].factor == 2.0F);
    CHECK(list[3].offset == 11);
}

TEST_CASE("kernels: lists of more columns than are looked through at a time hold every column's rows") {
    constexpr std::size_t kRows = 3;
    constexpr std::size_t kColumns = 700;
    const std::vector<std::int32_t> offsets = {20, 40, 60};
    Numbers values(kRows * kColumns, 0.0F);
    for (std::size_t i = 0; i < values.size(); i += 7) values[i] = static_cast<float>(i + 1);
    std::vector<std::int32_t> found(kColumns);
    std::vector<WeightedRow> lists(kRows * kColumns);
    list_nonzero_rows(kRows, kColumns, values.data(), offsets.data(), found.data(), lists.data());
    for (std::size_t column = 0; column < kColumns; ++column) {
        std::int32_t expected = 0;
        for (std::size_t row = 0; row < kRows; ++row) {
            const float value = values[row * kColumns + column];
            if (value == 0) continue;
            const WeightedRow& entry = lists[column * kRows + static_cast<std::size_t>(expected++)];
            CHECK(entry.offset == offsets[row]);
            CHECK(entry.factor == value);
        }
        CHECK(found[column] == expected);
    }
}

// `segments` rows of `length` numbers each; what lies behind them, whole vectors aside, must stay.
void check_weighted(const KernelTable& table, Rng& rng, int segments, int length, bool resume) {
    CAPTURE(table.name);
    CAPTURE(segments);
    CAPTURE(length);
    constexpr std::ptrdiff_t kInStep = 130;
    constexpr std::ptrdiff_t kOutStep = 140;
    const Floats rows = random_floats(rng, 2000);
    std::vector<WeightedRow> list(5);
    for (WeightedRow& entry : list) entry = {testing::random_int(rng, 0, 900), rng.uniform(-1, 1)};
    const Floats before = random_floats(rng, 7 * kOutStep);
    const std::ptrdiff_t written = round_up(length, table.panel / 2);
    Floats out = before;
    Floats expected = before;
    for (std::ptrdiff_t s = 0; s < segments; ++s)
        for (std::ptrdiff_t j = 0; j < written; ++j) {
            float& number = expected[static_cast<std::size_t>(s * kOutStep + j)];
            float sum = resume ? number : 0.0F;
            for (const WeightedRow& entry : list)
                sum += entry.factor * rows[static_cast<std::size_t>(entry.offset + s * kInStep + j)];
            number = resume ? sum : number + sum;
        }
    table.weighted_rows({static_cast<int>(list.size()), list.data(), rows.data(), segments, length, kInStep,
                         out.data(), kOutStep, resume});
    CHECK(same_bits(out, expected));
}

TEST_CASE("kernels: weighted rows have the plain sums' bits, and nothing else is written") {
    Rng rng(32);
    for (const KernelTable* table : available_kernels())
        for (const bool resume : {false, true})
            for (int segments = 1; segments <= 7; ++segments)
                for (int length = 1; length <= 125; ++length)
                    check_weighted(*table, rng, segments, length, resume);
}

TEST_CASE("kernels: a sum cut in two and resumed has the bits of the whole, and writes its rows alone") {
    Rng rng(21);
    for (const KernelTable* table : available_kernels())
        for (int rows = 1; rows <= 9; ++rows) {
            CAPTURE(table->name);
            CAPTURE(rows);
            const auto width = static_cast<std::size_t>(table->panel);
            const Floats first_a = random_floats(rng, 12 * 10);  // three tiles of rows, 10 deep
            const Floats second_a = random_floats(rng, 12 * 14);
            Floats whole_a;
            for (std::ptrdiff_t tile = 0; tile < 3; ++tile) {
                whole_a.insert(whole_a.end(), first_a.begin() + 40 * tile, first_a.begin() + 40 * (tile + 1));
                whole_a.insert(whole_a.end(), second_a.begin() + 56 * tile,
                               second_a.begin() + 56 * (tile + 1));
            }
            const Floats b = random_floats(rng, 24 * width);
            const Floats bias = random_floats(rng, width);
            Floats whole(12 * width, 9.0F);
            Floats halves(12 * width, 9.0F);
            table->packed_panel(
                {rows, 24, whole_a.data(), b.data(), whole.data(), table->panel, bias.data(), false});
            table->packed_panel(
                {rows, 10, first_a.data(), b.data(), halves.data(), table->panel, nullptr, false});
            table->packed_panel({rows, 14, second_a.data(), b.data() + 10 * width, halves.data(),
                                 table->panel, bias.data(), true});
            CHECK(same_bits(whole, halves));
            CHECK(std::all_of(whole.begin() + rows * table->panel, whole.end(),
                              [](float c) { return c == 9.0F; }));
        }
}

TEST_CASE("kernels: rows read where they lie give the bits of packed ones") {
    Rng rng(24);
    for (const KernelTable* table : available_kernels())
        for (int rows = 1; rows <= kTileRows; ++rows) {
            CAPTURE(table->name);
            CAPTURE(rows);
            const auto width = static_cast<std::size_t>(table->panel);
            const Floats a = random_floats(rng, 4 * 20);  // (4, 20)
            Floats packed_a(4 * 20);
            transpose_panel(4, 20, a.data(), 20, 4, packed_a.data());
            const Floats b = random_floats(rng, 20 * width);
            Floats from_rows(4 * width, 9.0F);
            Floats from_packed(4 * width, 9.0F);
            table->rows_tile({rows,
                              20,
                              {a.data(), a.data() + 20, a.data() + 40, a.data() + 60},
                              b.data(),
                              from_rows.data()});
            table->packed_panel(
                {rows, 20, packed_a.data(), b.data(), from_packed.data(), table->panel, nullptr, false});
            CHECK(same_bits(from_rows, from_packed));
        }
}

TEST_CASE("kernels: rows scattered in memory give the bits of packed ones, and only theirs are written") {
    Rng rng(25);
    constexpr int kDepth = 20;
    const Floats memory = random_floats(rng, 400);
    // Neighbours, a gap at each place of a tile, twice the same step.
    constexpr std::int32_t kPlaces[] = {0,  1,  2,  3,  4,  20, 21, 22, 23, 24,
                                        40, 41, 50, 51, 52, 60, 62, 64, 66};
    std::vector<std::int32_t> offsets(kDepth);
    for (std::int32_t& offset : offsets) offset = testing::random_int(rng, 0, 300);
    for (const KernelTable* table : available_kernels())
        for (int rows = 1; rows <= static_cast<int>(std::size(kPlaces)); ++rows)
            for (const bool with_bias : {false, true}) {
                CAPTURE(table->name);
                CAPTURE(rows);
                const auto width = static_cast<std::size_t>(table->panel);
                const auto size = static_cast<std::size_t>(rows) * width;
                const Floats b = random_floats(rng, kDepth * width);
                const Floats bias = random_floats(rng, width);
                Floats packed_a(static_cast<std::size_t>(round_up(rows, kTileRows)) * kDepth);
                for (int row = 0; row < rows; ++row)
                    for (int k = 0; k < kDepth; ++k)
                        packed_a[static_cast<std::size_t>((row / kTileRows * kDepth + k) * kTileRows +
                                                          row % kTileRows)] =
                            memory[static_cast<std::size_t>(kPlaces[row] +
                                                            offsets[static_cast<std::size_t>(k)])];
                Floats from_packed(size + width, 9.0F);
                Floats from_places = from_packed;
                const float* last = with_bias ? bias.data() : nullptr;
                table->packed_panel(
                    {rows, kDepth, packed_a.data(), b.data(), from_packed.data(), table->panel, last, false});
                table->scattered_panel({rows, kDepth, memory.data(), kPlaces, offsets.data(), b.data(),
                                        from_places.data(), last});
                CHECK(same_bits(from_places, from_packed));
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

TEST_CASE("carver: pieces are aligned and counted alike with and without memory") {
    Floats memory(64);
    Carver real(memory.data());
    Carver counting;
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
