// The lessons, in the order of their folders (NN_slug). The table is written by CMake from the folders
// themselves: a new lesson is a new folder with model.cpp, lesson.cpp and lesson.md.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "shell/lessons/model.h"
#include "shell/lessons/view.h"

namespace shell {

struct LessonEntry {
    std::string_view slug;  // "convolution": folder name without its number
    std::string_view
        words;  // lesson.md, embedded; its first line "# ..." is the title, its second "group: See it"
    std::unique_ptr<LessonModel> (*make_model)();
};
std::span<const LessonEntry> lessons();

// The picture of a lesson; linked only into programs that have a screen.
std::unique_ptr<LessonView> make_view(std::string_view slug, LessonModel& model);

// Each folder defines, in namespace shell::lesson_<slug with - as _>:
//   model.cpp:   std::unique_ptr<LessonModel> make_model();
//   lesson.cpp:  std::unique_ptr<LessonView> make_view(LessonModel& model);

}  // namespace shell
