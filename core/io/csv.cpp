// One pass over the text. Nothing is kept of a row but its numbers and which class it names.
#include "core/io/csv.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>
#include <string_view>

#include "core/base/lower_case.h"
#include "core/io/bytes.h"

namespace cnn {
namespace {

constexpr std::size_t kShownBytes = 24;

std::string quoted(std::string_view field) {
    std::string shown = "\"";
    for (const char c : field.substr(0, kShownBytes))
        shown += static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E ? '?' : c;
    return shown + (field.size() > kShownBytes ? "...\"" : "\"");
}

std::string_view trimmed(std::string_view field) {
    while (!field.empty() && (field.front() == ' ' || field.front() == '\t')) field.remove_prefix(1);
    while (!field.empty() && (field.back() == ' ' || field.back() == '\t')) field.remove_suffix(1);
    return field;
}

// The whole field as a finite number; "0x10", "inf" and "nan" are none.
std::optional<float> number_of(const std::string& field) {
    const std::string text(trimmed(field));
    if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const float value = std::strtof(text.c_str(), &end);
    if (end != text.c_str() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

// Row by row; the fields' memory is used again.
class Rows {
 public:
    Rows(const std::string& name, std::string_view text) : name_(name), text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
        const std::string_view first = text_.substr(at_, text_.find('\n', at_) - at_);
        for (const char separator : {',', ';', '\t'})
            if (first.find(separator) != std::string_view::npos) {
                separator_ = separator;
                break;
            }
    }

    // The next row that is not empty; false at the end.
    Result<bool> next() {
        for (;;) {
            if (at_ >= text_.size()) return false;
            line_ = next_line_;
            count_ = 0;
            if (Status read = read_row(); !read) return read.error();
            if (count_ > 1 || !fields_[0].empty()) return true;
        }
    }

    std::span<const std::string> fields() const { return {fields_.data(), count_}; }
    std::size_t line() const { return line_; }
    Error error(std::size_t column, const std::string& what) const {
        return Error{name_ + ", line " + std::to_string(line_) + ", column " + std::to_string(column + 1) +
                     ": " + what};
    }

 private:
    std::string& add_field() {
        if (count_ == fields_.size()) fields_.emplace_back();
        fields_[count_].clear();
        return fields_[count_++];
    }

    Status read_row() {
        for (;;) {
            if (count_ == kMaxCsvColumns)
                return error(count_, "there are more than " + std::to_string(kMaxCsvColumns) + " columns.");
            std::string& field = add_field();
            const bool quotes = at_ < text_.size() && text_[at_] == '"';
            if (quotes) {
                if (Status read = read_quoted(field); !read) return read;
            } else {
                while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n')
                    field += text_[at_++];
                if (field.ends_with('\r')) field.pop_back();
            }
            if (at_ < text_.size() && text_[at_] == separator_) {
                ++at_;
                continue;
            }
            if (at_ < text_.size()) ++at_;  // the line's end
            ++next_line_;
            return success();
        }
    }

    // Up to the quote that ends the field; two in a row stand for one.
    Status read_quoted(std::string& field) {
        for (++at_;; ++at_) {
            if (at_ >= text_.size()) return error(count_ - 1, "the quote is never closed.");
            if (text_[at_] == '\n') ++next_line_;
            if (text_[at_] != '"') {
                field += text_[at_];
                continue;
            }
            if (text_.substr(at_ + 1).starts_with('"')) {
                field += text_[++at_];
                continue;
            }
            ++at_;
            if (text_.substr(at_).starts_with("\r\n")) ++at_;
            if (at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n') return success();
            return error(count_ - 1, "text follows the closing quote.");
        }
    }

    const std::string& name_;
    std::string_view text_;
    std::size_t at_ = 0;
    char separator_ = ',';
    std::size_t line_ = 1;
    std::size_t next_line_ = 1;
    std::vector<std::string> fields_;
    std::size_t count_ = 0;
};

// Of a header, in which no field is a number: the column that says of itself to be the class, or the last.
std::size_t named_label(std::span<const std::string> fields) {
    const bool names = std::none_of(fields.begin(), fields.end(), number_of);
    for (std::size_t i = 0; i < fields.size() && names; ++i)
        for (const std::string_view name : {"label", "class", "target"})
            if (lower_case(trimmed(fields[i])) == name) return i;
    return fields.size() - 1;
}

// Which column is the class: by number, by the header's name, or as the table says. A number comes first,
// because without a header the first row's fields are no names.
Result<std::size_t> label_column(const Rows& rows, const std::string& label) {
    const auto fields = rows.fields();
    if (label.empty()) return named_label(fields);
    const bool digits = label.find_first_not_of("0123456789") == std::string::npos && label.size() < 6;
    const std::size_t number = digits ? static_cast<std::size_t>(std::atoi(label.c_str())) : 0;
    if (number >= 1 && number <= fields.size()) return number - 1;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (trimmed(fields[i]) == label) return i;
    return rows.error(0, "no column is named " + quoted(label) + ", and it is no number from 1 to " +
                             std::to_string(fields.size()) + ".");
}

bool is_header(std::span<const std::string> fields, std::size_t label) {
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (i != label && !number_of(fields[i])) return true;
    return false;
}

// "pixel12", or "3x4" as row and column.
bool names_pixel(std::string_view field) {
    const std::string name = lower_case(trimmed(field));
    const std::size_t cross = name.find('x');
    if (name.starts_with("pixel")) return true;
    return cross != std::string::npos && cross > 0 && cross + 1 < name.size() &&
           name.find_first_not_of("0123456789x") == std::string::npos;
}

// The side of the square whose pixels a header names; 0: it names something else.
int pictured_side(std::span<const std::string> fields, std::size_t label) {
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (i != label && !names_pixel(fields[i])) return 0;
    const auto pixels = static_cast<double>(fields.size() - 1);
    const int side = static_cast<int>(std::lround(std::sqrt(pixels)));
    return static_cast<std::size_t>(side) * static_cast<std::size_t>(side) == fields.size() - 1 ? side : 0;
}

// Numbers that are bytes become pixels.
void take_pictures(int side, Dataset& data) {
    const auto is_byte = [](float value) { return value >= 0 && value <= 255 && std::floor(value) == value; };
    if (side == 0 || !std::all_of(data.values.begin(), data.values.end(), is_byte)) return;
    data.image = {1, 1, side, side};
    std::vector<std::uint8_t> bytes;
    bytes.reserve(data.values.size());
    for (const float value : data.values) bytes.push_back(static_cast<std::uint8_t>(value));
    data.pixels = std::move(bytes);
    data.values = {};
}

// Class names in the order in which they came, numbered.
using Names = std::map<std::string, std::uint8_t, std::less<>>;

Status add_row(const Rows& rows, std::size_t columns, std::size_t label, Dataset& data, Names& names) {
    const auto fields = rows.fields();
    if (fields.size() != columns)
        return rows.error(std::min(fields.size(), columns), "the row has " + std::to_string(fields.size()) +
                                                                " fields, the first one has " +
                                                                std::to_string(columns) + ".");
    if (data.labels.size() == kMaxCsvRows || data.values.size() + columns > kMaxCsvNumbers)
        return rows.error(0, "at most " + std::to_string(kMaxCsvRows) + " rows and " +
                                 std::to_string(kMaxCsvNumbers) + " numbers are read.");
    for (std::size_t i = 0; i < columns; ++i) {
        if (i == label) continue;
        const auto number = number_of(fields[i]);
        if (!number) return rows.error(i, quoted(fields[i]) + " is not a number.");
        data.values.edit().push_back(*number);
    }
    const std::string_view name = trimmed(fields[label]);
    if (name.empty()) return rows.error(label, "the class is missing.");
    auto found = names.find(name);
    if (found == names.end()) {
        if (names.size() == kMaxCsvClasses)
            return rows.error(label, quoted(name) + " would be one class more than " +
                                         std::to_string(kMaxCsvClasses) +
                                         ": is this column a number to predict?");
        found = names.emplace(name, static_cast<std::uint8_t>(names.size())).first;
    }
    data.labels.push_back(found->second);
    return success();
}

// The names in their order, and the labels renumbered to it.
void order_classes(const Names& names, Dataset& data) {
    std::vector<std::pair<std::string, std::uint8_t>> order(names.begin(), names.end());
    const bool numbers = std::all_of(order.begin(), order.end(), [](const auto& entry) {
        return entry.first.size() < 9 && entry.first.find_first_not_of("0123456789") == std::string::npos;
    });
    if (numbers)
        std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return std::atoi(a.first.c_str()) < std::atoi(b.first.c_str());
        });
    std::vector<std::uint8_t> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        place[order[i].second] = static_cast<std::uint8_t>(i);
        data.class_names.push_back(order[i].first);
    }
    for (std::uint8_t& label : data.labels) label = place[label];
}

// The first row, of a table that can be read.
Status read_first(Rows& rows, const std::string& name, std::span<const std::uint8_t> bytes) {
    if (bytes.size() > kMaxCsvBytes)
        return Error{name + ": the file has " + std::to_string(bytes.size()) + " bytes; at most " +
                     std::to_string(kMaxCsvBytes) + " are read."};
    const Result<bool> row = rows.next();
    if (!row) return row.error();
    if (!row.value()) return Error{name + ": there are no rows."};
    if (rows.fields().size() < 2)
        return rows.error(0, "a row needs at least two columns: numbers and a class.");
    return success();
}

}  // namespace

Result<CsvColumns> csv_columns(const std::string& name, std::span<const std::uint8_t> bytes) {
    Rows rows(name, text_of(bytes));
    if (Status read = read_first(rows, name, bytes); !read) return read.error();
    const auto fields = rows.fields();
    CsvColumns columns;
    for (const std::string& field : fields) columns.names.emplace_back(trimmed(field));
    const std::size_t label = named_label(fields);
    columns.named = is_header(fields, label);
    columns.label = static_cast<int>(label);
    return columns;
}

Result<Dataset> read_csv(const std::string& name, std::span<const std::uint8_t> bytes,
                         const std::string& label) {
    Rows rows(name, text_of(bytes));
    if (Status read = read_first(rows, name, bytes); !read) return read.error();
    const std::size_t columns = rows.fields().size();
    const Result<std::size_t> column = label_column(rows, label);
    if (!column) return column.error();
    int side = 0;
    Result<bool> more = true;
    if (is_header(rows.fields(), column.value())) {
        side = pictured_side(rows.fields(), column.value());
        more = rows.next();
    }
    Dataset data;
    data.name = name;
    data.image = {1, static_cast<int>(columns - 1), 1, 1};
    // A number takes a digit and a comma at least. Grown by doubling, they would stand there twice at times.
    data.values.edit().reserve(std::min(kMaxCsvNumbers, bytes.size() / 2 + 1));
    Names names;
    for (; more && more.value(); more = rows.next())
        if (Status added = add_row(rows, columns, column.value(), data, names); !added) return added.error();
    if (!more) return more.error();
    if (data.labels.empty()) return Error{name + ": there are no rows below the header."};
    if (names.size() < 2) return Error{name + ": all rows are of one class; there is nothing to tell apart."};
    order_classes(names, data);
    take_pictures(side, data);
    if (!data.values.empty()) data.values.edit().shrink_to_fit();
    data.classes = static_cast<int>(names.size());
    return data;
}

}  // namespace cnn
