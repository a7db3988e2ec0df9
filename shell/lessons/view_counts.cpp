#include "shell/lessons/view_counts.h"

#include "shell/state/short_number.h"
#include "shell/widgets/text.h"

namespace shell {

void draw_count_lines(Ui& ui, std::span<const CountLine> lines, int reached) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool known = static_cast<int>(i) <= reached;
        const bool current = static_cast<int>(i) == reached;
        const std::vector<Run> runs{{lines[i].what + "  ", current ? Colour::kText : Colour::kMuted, current},
                                    kernel_run(known ? lines[i].product + "  " : ""),
                                    muted_run(known ? "=  " : "…"),
                                    {known ? count_text(lines[i].value) : "", Colour::kOutput, true}};
        text_runs(ui, runs);
        space(ui, 6);
    }
}

}  // namespace shell
