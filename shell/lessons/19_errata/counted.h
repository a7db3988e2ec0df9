// Errata whose evidence is a count: of a network's parameters, of a table or a log that the lecture prints
// itself. Their cards count it here, since no other lesson has it on its stage.
#pragma once

#include <string>
#include <vector>

#include "shell/lessons/errata.h"

namespace shell::lesson_errata {

// "Parameters of the main branch ........ 6 998 552"
struct Figure {
    std::string what;
    double value = 0;
    std::string text;  // the value with its unit, as it is read
};

struct CountedErratum {
    Erratum erratum;  // without evidence in another lesson
    std::vector<Figure> figures;
};
std::vector<CountedErratum> counted_errata();

}  // namespace shell::lesson_errata
