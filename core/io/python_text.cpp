#include "core/io/python_text.h"

#include "core/net/spec_text.h"

namespace cnn {

std::string python_tuple(std::span<const int> numbers) {
    std::string text = "(";
    for (const int number : numbers) text += (text.size() > 1 ? ", " : "") + std::to_string(number);
    return text + (numbers.size() == 1 ? ",)" : ")");
}

std::string wrapped_spec(const NetworkSpec& spec) {
    constexpr std::size_t kWidth = 100;
    std::string text = to_text(spec);
    std::size_t line = 0;
    while (text.size() - line > kWidth) {
        const std::size_t bar = text.rfind("| ", line + kWidth);
        if (bar == std::string::npos || bar <= line) break;
        text[bar + 1] = '\n';
        line = bar + 2;
    }
    return text;
}

}  // namespace cnn
