// Numbers as the screen shows them: a true minus sign (U+2212), no more digits than fit, thousands apart.
// For links, JSON and files see field_text.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shell {

// At most `digits` significant digits, no trailing zeros: "99", "−0.125", "1.235", "1.2e6", "∞", "NaN".
std::string short_number(float value, int digits = 4);
// "60 000": groups of three with a no-break space (U+00A0).
std::string count_text(std::int64_t value);
// "1 update", "60 000 updates"; thing: in the singular
std::string count_text(std::int64_t value, std::string_view thing);
// "8,224" as core writes it becomes "8 224".
std::string spaced_thousands(std::string text);
// "41 MB", rounded up, at least 1.
std::string megabytes_text(std::int64_t bytes);
// "40 B", "12.3 KB", "1.5 MB", of 1,024 each
std::string bytes_text(std::int64_t bytes);
// "98.74 %"
std::string percent_text(double share, int decimals = 2);
// "+0.83 points": by how many percentage points a share changed.
std::string points_text(double change);

// A number as people type it, a comma for the point and U+2212 for the minus, as field_text.h reads it.
std::string plain_number(std::string typed);

}  // namespace shell
