# Writes the two tables that registry.h promises from the lesson folders themselves: `registry` (slug, words, model) and
# `views` (slug, picture).
function(convolab_write_registry registry views)
    file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_CURRENT_SOURCE_DIR}/lessons/[0-9][0-9]_*)
    list(SORT folders)
    set(model_names "")
    set(model_rows "")
    set(view_names "")
    set(view_rows "")
    foreach(folder IN LISTS folders)
        foreach(file model.cpp lesson.cpp lesson.md)
            if(NOT EXISTS ${folder}/${file})
                message(FATAL_ERROR "The lesson folder ${folder} needs ${file}.")
            endif()
        endforeach()
        get_filename_component(slug ${folder} NAME)
        string(SUBSTRING ${slug} 3 -1 slug)
        string(REPLACE "_" "-" slug ${slug})
        string(REPLACE "-" "_" name "lesson_${slug}")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/lesson.md)
        file(READ ${folder}/lesson.md words)
        string(APPEND model_names "namespace ${name} {\nstd::unique_ptr<LessonModel> make_model();\n}\n")
        string(APPEND model_rows "    {\"${slug}\", R\"words(${words})words\", ${name}::make_model},\n")
        string(APPEND view_names "namespace ${name} {\nstd::unique_ptr<LessonView> make_view(LessonModel& model);\n}\n")
        string(APPEND view_rows "    if (slug == \"${slug}\") return ${name}::make_view(model);\n")
    endforeach()
    file(CONFIGURE OUTPUT ${registry} @ONLY CONTENT [[
// The lesson folders as a table; written by shell/lessons/registry.cmake.
#include "shell/lessons/registry.h"

#include <vector>

namespace shell {
@model_names@
std::span<const LessonEntry> lessons() {
    static const std::vector<LessonEntry> table = {
@model_rows@    };
    return table;
}

}  // namespace shell
]])
    file(CONFIGURE OUTPUT ${views} @ONLY CONTENT [=[
// The lesson folders' pictures; written by shell/lessons/registry.cmake.
#include "shell/lessons/registry.h"

namespace shell {
@view_names@
std::unique_ptr<LessonView> make_view([[maybe_unused]] std::string_view slug, [[maybe_unused]] LessonModel& model) {
@view_rows@    return nullptr;
}

}  // namespace shell
]=])
endfunction()
