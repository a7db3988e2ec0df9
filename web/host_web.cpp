// The home in a browser: a canvas with WebGL 2. The page's scripts (web/*.js) own the frame loop, the events,
// the files and the network, and call the functions exported below; what the App asks of its home goes back
// to them through the EM_JS functions (Module.page, made by web/page.js). Everything here is in device
// pixels.
#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/heap.h>
#include <emscripten/html5.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/io/csv.h"
#include "core/io/idx.h"
#include "core/io/image_classes.h"
#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "shell/app.h"
#include "web/keys_web.h"
#include "web/last_picture_web.h"

// ---- what the page does for us ----------------------------------------------------------------------------

EM_JS(void, page_show_link, (const char* link), { Module.page.showLink(UTF8ToString(link)); });
EM_JS(void, page_copy_text, (const char* text), { Module.page.copyText(UTF8ToString(text)); });
EM_JS(void, page_open_picture_dialog, (), { Module.page.openPictureDialog(); });
EM_JS(void, page_open_data_dialog, (), { Module.page.openDataDialog(); });
EM_JS(void, page_open_folder_dialog, (), { Module.page.openFolderDialog(); });
EM_JS(void, page_open_weights_dialog, (), { Module.page.openWeightsDialog(); });
EM_JS(int, page_has_camera, (), { return Module.page.hasCamera() ? 1 : 0; });
EM_JS(void, page_run_camera, (int on), { Module.page.runCamera(!!on); });
EM_JS(void, page_save_file, (const char* name, const unsigned char* bytes, int count),
      { Module.page.saveFile(UTF8ToString(name), HEAPU8.slice(bytes, bytes + count)); });
EM_JS(void, page_fetch_data, (const char* name), { Module.page.fetchData(UTF8ToString(name)); });
EM_JS(void, page_stop_fetching, (const char* name), { Module.page.stopFetching(UTF8ToString(name)); });
EM_JS(void, page_save_setting, (const char* key, const char* value),
      { Module.page.saveSetting(UTF8ToString(key), UTF8ToString(value)); });
EM_JS(void, page_set_cursor, (const char* css_name), { Module.page.setCursor(UTF8ToString(css_name)); });
EM_JS(void, page_edit_text, (int wanted, int numeric, double x, double y, double height),
      { Module.page.editText(!!wanted, !!numeric, x, y, height); });
EM_JS(void, page_fill, (unsigned char* bytes), { HEAPU8.set(Module.page.takeBytes(), bytes); });
EM_JS(void, page_give_base_address, (), { Module.page.giveBaseAddress(); });
EM_JS(void, page_give_setting, (const char* key), { Module.page.giveSetting(UTF8ToString(key)); });

namespace {

// What the page answered last to a page_give_... question (convolab_answer).
std::string answer;

class BrowserHost final : public shell::Host {
 public:
    bool dark = false;
    bool reduced_motion = false;
    bool coarse = false;

    void show_link(const std::string& link) override { page_show_link(link.c_str()); }
    std::string share_address(const std::string& link) override {
        page_give_base_address();
        return answer + "#" + link;
    }
    void copy_text(const std::string& text) override { page_copy_text(text.c_str()); }
    void open_picture_dialog() override { page_open_picture_dialog(); }
    void open_data_dialog() override { page_open_data_dialog(); }
    void open_folder_dialog() override { page_open_folder_dialog(); }
    void open_weights_dialog() override { page_open_weights_dialog(); }
    bool has_camera() override { return page_has_camera(); }
    void run_camera(bool on) override { page_run_camera(on); }
    void save_file(const std::string& name, const std::vector<std::uint8_t>& bytes) override {
        page_save_file(name.c_str(), bytes.data(), static_cast<int>(bytes.size()));
    }
    void fetch_data(const std::string& name) override { page_fetch_data(name.c_str()); }
    void stop_fetching(const std::string& name) override { page_stop_fetching(name.c_str()); }
    std::string load_setting(std::string_view key) override {
        page_give_setting(std::string(key).c_str());
        return answer;
    }
    void save_setting(std::string_view key, const std::string& value) override {
        page_save_setting(std::string(key).c_str(), value.c_str());
    }
    bool prefers_dark() override { return dark; }
    bool prefers_reduced_motion() override { return reduced_motion; }
    bool coarse_pointer() override { return coarse; }
    void wake() override {
        MAIN_THREAD_ASYNC_EM_ASM({ Module.page.wake(); });
    }
};

// The text cursor's place, as ImGui last told it: where an input method shows its candidates.
struct TextCursor {
    float x = 0, y = 0, height = 0;
};

struct Home {
    BrowserHost host;
    std::unique_ptr<shell::App> app;
    LastPicture last_picture;
    std::string clipboard;                // what the next Ctrl+V of ImGui finds
    std::string given;                    // text handed to the page; lives until the next one
    std::vector<shell::GivenFile> files;  // given by the page, not yet by us
    TextCursor text_cursor;
    ImGuiMouseCursor cursor = ImGuiMouseCursor_COUNT;
    bool editing_text = false;
};
std::optional<Home> home;

const char* give(std::string text) {
    home->given = std::move(text);
    return home->given.c_str();
}

// ---- picture ----------------------------------------------------------------------------------------------

bool make_context() {
    EmscriptenWebGLContextAttributes wish;
    emscripten_webgl_init_context_attributes(&wish);
    wish.majorVersion = 2;
    wish.alpha = wish.depth = wish.stencil = wish.antialias = EM_FALSE;  // ImGui smooths its own edges
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &wish);
    return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

void connect_platform() {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendPlatformName = "convolab_web";
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
    platform.Platform_GetClipboardTextFn = [](ImGuiContext*) { return home->clipboard.c_str(); };
    platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
        home->clipboard = text;
        page_copy_text(text);
    };
    platform.Platform_SetImeDataFn = [](ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
        home->text_cursor = {data->InputPos.x, data->InputPos.y, data->InputLineHeight};
    };
}

const char* css_cursor(ImGuiMouseCursor cursor) {
    constexpr std::pair<ImGuiMouseCursor, const char*> kNames[] = {
        {ImGuiMouseCursor_None, "none"},
        {ImGuiMouseCursor_TextInput, "text"},
        {ImGuiMouseCursor_ResizeAll, "move"},
        {ImGuiMouseCursor_ResizeNS, "ns-resize"},
        {ImGuiMouseCursor_ResizeEW, "ew-resize"},
        {ImGuiMouseCursor_ResizeNESW, "nesw-resize"},
        {ImGuiMouseCursor_ResizeNWSE, "nwse-resize"},
        {ImGuiMouseCursor_Hand, "pointer"},
        {ImGuiMouseCursor_NotAllowed, "not-allowed"},
    };
    for (const auto& [known, name] : kNames)
        if (known == cursor) return name;
    return "default";
}

// After a frame: the page learns the mouse cursor and whether a text field is open (it then holds the soft
// keyboard).
void tell_page() {
    const ImGuiMouseCursor cursor = ImGui::GetMouseCursor();
    if (cursor != home->cursor) {
        home->cursor = cursor;
        page_set_cursor(css_cursor(cursor));
    }
    const bool editing = ImGui::GetIO().WantTextInput;
    if (editing || home->editing_text) {
        const ImGuiInputTextFlags flags = ImGui::GetCurrentContext()->InputTextState.Flags;
        const bool numeric = flags & (ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_CharsScientific);
        page_edit_text(editing, numeric, home->text_cursor.x, home->text_cursor.y, home->text_cursor.height);
        home->editing_text = editing;
    }
}

// What was just rendered, which WebGL keeps until the page gets its turn.
void give_pixels() {
    const int width = static_cast<int>(ImGui::GetIO().DisplaySize.x);
    const int height = static_cast<int>(ImGui::GetIO().DisplaySize.y);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    home->app->take_pixels(width, height, rgba);
}

shell::GivenFile last_file() {
    shell::GivenFile file = std::move(home->files.back());
    home->files.clear();
    return file;
}

// A canvas keeps what was drawn on it, so a picture like the last one is left out.
void draw(ImDrawData& picture) {
    const bool wanted = home->app->wants_pixels();
    if (!home->last_picture.changes(picture) && !wanted) return;
    const ImVec4 page = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
    glClearColor(page.x, page.y, page.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(&picture);
    if (wanted) give_pixels();
}

// ---- keys -------------------------------------------------------------------------------------------------

// What the page says its modifier keys are: bit 0 Ctrl, 1 Shift, 2 Alt, 3 Meta.
void set_modifiers(int modifiers) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, modifiers & 1);
    io.AddKeyEvent(ImGuiMod_Shift, modifiers & 2);
    io.AddKeyEvent(ImGuiMod_Alt, modifiers & 4);
    io.AddKeyEvent(ImGuiMod_Super, modifiers & 8);
}

}  // namespace

// ---- what the page calls: life ----------------------------------------------------------------------------

extern "C" {

// 0, or 1 when the canvas grants no WebGL 2 context.
EMSCRIPTEN_KEEPALIVE int convolab_start(int dark, int reduced_motion, int coarse, int mac) {
    home.emplace();
    home->host.dark = dark;
    home->host.reduced_motion = reduced_motion;
    home->host.coarse = coarse;
    if (!make_context()) return 1;
    ImGui::CreateContext();
    ImGui::GetIO().ConfigMacOSXBehaviors = mac;
    connect_platform();
    ImGui_ImplOpenGL3_Init("#version 300 es");
    home->app = std::make_unique<shell::App>(home->host);
    return 0;
}

EMSCRIPTEN_KEEPALIVE void convolab_preferences(int dark, int reduced_motion, int coarse) {
    home->host.reduced_motion = reduced_motion;
    home->host.coarse = coarse;
    if (std::exchange(home->host.dark, dark) != bool(dark)) home->app->set_dark(dark);
}

EMSCRIPTEN_KEEPALIVE void convolab_resize(int width, int height, double pixel_ratio) {
    home->app->resize(width, height, static_cast<float>(pixel_ratio));
    home->last_picture.forget();  // a canvas that is given a size is empty
}

// Draws one frame; answers in how many seconds the next one is wanted (0 at once, infinity at rest).
EMSCRIPTEN_KEEPALIVE double convolab_frame(double seconds) {
    ImGui_ImplOpenGL3_NewFrame();
    const double wish = home->app->frame(seconds);
    draw(*ImGui::GetDrawData());
    tell_page();
    return ImGui::GetCurrentContext()->InputEventsQueue.empty() ? wish : 0;
}

EMSCRIPTEN_KEEPALIVE int convolab_work(double milliseconds) { return home->app->work(milliseconds); }

// All of the lost context's objects are dead: forget them; the next frames make new ones and upload every
// texture again.
EMSCRIPTEN_KEEPALIVE void convolab_context_restored() {
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
    ImGui_ImplOpenGL3_CreateDeviceObjects();
    home->last_picture.forget();
}

// ---- input ------------------------------------------------------------------------------------------------

// source: 0 mouse, 1 finger, 2 pen.
EMSCRIPTEN_KEEPALIVE void convolab_pointer(double x, double y, int source) {
    ImGui::GetIO().AddMouseSourceEvent(static_cast<ImGuiMouseSource>(source));
    ImGui::GetIO().AddMousePosEvent(static_cast<float>(x), static_cast<float>(y));
}

// button: 0 left, 1 right, 2 middle (ImGui's order).
EMSCRIPTEN_KEEPALIVE void convolab_button(int button, int down, int source) {
    ImGui::GetIO().AddMouseSourceEvent(static_cast<ImGuiMouseSource>(source));
    ImGui::GetIO().AddMouseButtonEvent(button, down);
}

EMSCRIPTEN_KEEPALIVE void convolab_pointer_gone() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }

EMSCRIPTEN_KEEPALIVE void convolab_wheel(double x, double y) {
    ImGui::GetIO().AddMouseWheelEvent(static_cast<float>(x), static_cast<float>(y));
}

// key: KeyboardEvent.key ("ArrowLeft", "z"); names that ImGui has no key for are ignored.
EMSCRIPTEN_KEEPALIVE void convolab_key(const char* key, int down, int modifiers) {
    set_modifiers(modifiers);
    const ImGuiKey named = web::key_named(key);
    if (named != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(named, down);
}

EMSCRIPTEN_KEEPALIVE void convolab_text(const char* text) { ImGui::GetIO().AddInputCharactersUTF8(text); }

EMSCRIPTEN_KEEPALIVE void convolab_focus(int focused) { ImGui::GetIO().AddFocusEvent(focused); }

// The browser alone may read the system's clipboard, in its paste event: ImGui then gets a Ctrl+V of ours.
EMSCRIPTEN_KEEPALIVE void convolab_paste(const char* text) {
    ImGuiIO& io = ImGui::GetIO();
    home->clipboard = text;
    const ImGuiKey control = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
    io.AddKeyEvent(control, true);
    io.AddKeyEvent(ImGuiKey_V, true);
    io.AddKeyEvent(ImGuiKey_V, false);  // ImGui takes one change of a key a frame
    io.AddKeyEvent(control, false);
}

// 1: a text field or popup is open, or a widget is focused by keyboard, and the keys are theirs. The canvas
// is one stop of the page's Tab order, like a grid or a tree: Enter, or a press on a text field, goes in to
// the widgets, Tab then moves among them, Escape comes back out, and Tab leaves.
EMSCRIPTEN_KEEPALIVE int convolab_inside() {
    const ImGuiIO& io = ImGui::GetIO();
    const bool popup =
        ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    const bool widget = io.NavVisible && ImGui::GetCurrentContext()->NavId != 0;
    return io.WantTextInput || popup || widget ? 1 : 0;
}

// ---- files and data ---------------------------------------------------------------------------------------

// The largest file that is read now, in bytes: as large as those who read it take, less where memory is
// short. At worst a file takes five times its size: a table as text, its numbers, and these again in two
// parts.
EMSCRIPTEN_KEEPALIVE int convolab_largest_file() {
    constexpr std::size_t kCopies = 5;
    const std::size_t untouched = emscripten_get_heap_max() - reinterpret_cast<std::size_t>(sbrk(0));
    const std::size_t freed = mallinfo().fordblks;
    return static_cast<int>(
        std::min(std::max(cnn::kMaxIdxBytes, cnn::kMaxCsvBytes), (untouched + freed) / kCopies));
}

// A file whose `size` bytes the page has ready. width > 0: RGBA of a decoded picture.
EMSCRIPTEN_KEEPALIVE void convolab_new_file(const char* name, int size, int width, int height) {
    shell::GivenFile& file = home->files.emplace_back();
    file.name = name;
    file.bytes.resize(static_cast<std::size_t>(size));
    file.width = width;
    file.height = height;
    page_fill(file.bytes.data());
}

// 1: what is learned from a folder is such a file.
EMSCRIPTEN_KEEPALIVE int convolab_wants_of_folder(const char* path) {
    return cnn::ImageClasses::wants(path) ? 1 : 0;
}

// A file of the folder given last; files come in the order of their bytes.
EMSCRIPTEN_KEEPALIVE void convolab_new_part(const char* path, int size) {
    home->files.back().parts.push_back({path, static_cast<std::size_t>(size)});
}

EMSCRIPTEN_KEEPALIVE void convolab_take_file() { home->app->take_file(last_file()); }
EMSCRIPTEN_KEEPALIVE void convolab_file_failed(const char* reason) { home->app->file_failed(reason); }
EMSCRIPTEN_KEEPALIVE void convolab_take_camera() { home->app->take_camera(last_file()); }
EMSCRIPTEN_KEEPALIVE void convolab_camera_failed(const char* reason) { home->app->camera_failed(reason); }

// A file hangs over the page and can be dropped.
EMSCRIPTEN_KEEPALIVE void convolab_file_over(int over) { home->app->file_over(over); }

// 1: the next file is wanted.
EMSCRIPTEN_KEEPALIVE int convolab_take_data_file(const char* name) {
    return home->app->take_data_file(name, last_file()) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void convolab_take_data(const char* name) {
    home->app->take_data(name, std::exchange(home->files, {}));
}

EMSCRIPTEN_KEEPALIVE void convolab_data_progress(const char* name, double share) {
    home->app->data_progress(name, share);
}

EMSCRIPTEN_KEEPALIVE void convolab_data_failed(const char* name, const char* reason) {
    home->app->data_failed(name, reason);
}

// ---- window.convolab --------------------------------------------------------------------------------------

EMSCRIPTEN_KEEPALIVE void convolab_answer(const char* text) { answer = text; }

EMSCRIPTEN_KEEPALIVE const char* convolab_state() {
    nlohmann::json state = home->app->session().state();
    state.update(home->app->ui_state());
    return give(state.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

EMSCRIPTEN_KEEPALIVE const char* convolab_link() { return give(home->app->session().link()); }

// The sentence that says why not; empty when the link is open.
EMSCRIPTEN_KEEPALIVE const char* convolab_open(const char* link) {
    const cnn::Status opened = home->app->session().open(link);
    if (!opened) home->app->session().say(opened.error().sentence);
    return give(opened ? "" : opened.error().sentence);
}

EMSCRIPTEN_KEEPALIVE void convolab_begin_history() { home->app->session().begin_history(); }

EMSCRIPTEN_KEEPALIVE const char* convolab_command(const char* name, const char* arguments) {
    const nlohmann::json args = nlohmann::json::parse(arguments, nullptr, false);
    const cnn::Status done =
        args.is_object() ? home->app->session().command(name, args)
                         : cnn::Error{"The arguments of " + std::string(name) + " are not an object."};
    return give(done ? "" : done.error().sentence);
}

EMSCRIPTEN_KEEPALIVE void convolab_say(const char* sentence) { home->app->session().say(sentence); }

}  // extern "C"
