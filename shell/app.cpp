// The life of a frame: settings, style, the lesson's time, commands, wishes, and when the next frame is
// wanted.
#include "shell/app.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "assets/embedded.h"
#include "imgui_internal.h"
#include "shell/app_inside.h"

namespace shell {
namespace {

constexpr double kForever = std::numeric_limits<double>::infinity();
constexpr double kRest = 0.3;      // seconds without a change until link and undo are brought up to date
constexpr double kAwake = 0.9;     // after input: hover delays and closing popups need a few more frames
constexpr double kLongest = 0.25;  // a frame's time as lessons see it: no burst of steps after a hidden tab

// A face of Inter with the signs that it lacks behind it.
ImFont* add_font(const unsigned char* bytes, std::size_t size) {
    ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    ImFont* font =
        fonts.AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size), 0.0F, &config);
    config.MergeMode = true;
    fonts.AddFontFromMemoryTTF(const_cast<unsigned char*>(convolab_font_symbols),
                               static_cast<int>(convolab_font_symbols_size), 0.0F, &config);
    return font;
}

Layout layout_for(float design_width) {
    if (design_width < 640) return Layout::kPhone;
    return design_width < 1040 ? Layout::kCompact : Layout::kDesktop;
}

// Things grow with the screen, half as fast as it does: 1.18 at 1920 x 1080, 1.6 at most (a projector is
// looked at from afar).
float growth(float css_width, float css_height) {
    const float room = std::min(css_width / 1280.0F, css_height / 800.0F);
    return std::clamp(1.0F + 0.5F * (room - 1.0F), 1.0F, 1.6F);
}

ImVec4 vec4(const Ui& ui, Colour colour, float alpha = 1) {
    return ImGui::ColorConvertU32ToFloat4(ui.colour(colour, alpha));
}

// What a file that was refused leaves in Ui::refused, in the place of a field.
constexpr std::string_view kGivenFile = "a given file";

// The field that gets a value, or kGivenFile where something takes the place of a file; empty: neither.
std::string set_by(const PostedCommand& posted, const LessonModel& lesson) {
    if (lesson.replaces_file(posted.name)) return std::string(kGivenFile);
    constexpr std::string_view kSet = "set-";
    if (posted.name.starts_with(kSet)) return posted.name.substr(kSet.size());
    const auto key = posted.name == "set" ? posted.args.find("key") : posted.args.end();
    return key != posted.args.end() && key->is_string() ? key->get<std::string>() : std::string();
}

}  // namespace

App::Inside::Inside(Host& home) : host(home) {
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigNavCaptureKeyboard = false;
    io.ConfigInputTextEnterKeepActive = false;
    io.IniFilename = nullptr;
    ui.regular = add_font(convolab_font_regular, convolab_font_regular_size);
    ui.bold = add_font(convolab_font_bold, convolab_font_bold_size);
    io.FontDefault = ui.regular;
    ui.session = &session;
    ui.pictures = &atlas;
    load_settings();
}

void App::Inside::load_settings() {
    system_dark = host.prefers_dark();
    const std::string theme = host.load_setting("theme");
    if (theme == "light") theme_choice = ThemeChoice::kLight;
    if (theme == "dark") theme_choice = ThemeChoice::kDark;
    const int size = std::atoi(host.load_setting("text_size").c_str());
    if (size == 125 || size == 150) text_size = size;
}

LessonView& App::Inside::view() {
    const std::string slug(session.entry().slug);
    std::unique_ptr<LessonView>& view = views[slug];
    if (view == nullptr) {
        view = make_view(slug, session.lesson());
        session.lesson().restore(host.load_setting("kept." + slug));
    }
    return *view;
}

void App::Inside::begin(double seconds) {
    ui.scale = ui.pixel_ratio * growth(screen.x / ui.pixel_ratio, screen.y / ui.pixel_ratio) *
               static_cast<float>(text_size) / 100.0F;
    ui.layout = layout_for(screen.x / ui.scale);
    const bool dark =
        theme_choice == ThemeChoice::kDark || (theme_choice == ThemeChoice::kAuto && system_dark);
    ui.theme = dark ? &kDarkTheme : &kLightTheme;
    ui.coarse_pointer = host.coarse_pointer();
    ui.reduced_motion = host.prefers_reduced_motion();
    ui.has_camera = host.has_camera();
    ui.seconds = std::min(seconds, kLongest);
    ui.items.clear();
    ui.commands.clear();
    ui.refusal.clear();
    ui.next_frame = kForever;
    ui.drag_taken = false;

    const bool input = !ImGui::GetCurrentContext()->InputEventsQueue.empty();
    since_input = input ? 0 : since_input + seconds;
    if (last_wish == kForever || input) changed = true;
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = screen;
    io.DisplayFramebufferScale = {1, 1};
    io.DeltaTime = static_cast<float>(std::clamp(seconds, 1e-4, 0.1));
    picture_form = session.take_picture_wish();
    apply_style();
    atlas.begin_frame();
}

void App::Inside::apply_style() {
    ImGuiStyle style;
    style.FontSizeBase = ui.font_size(TextStyle::kBody);
    style.WindowBorderSize = 0;
    style.PopupRounding = ui.px(12);
    style.PopupBorderSize = ui.px(1);
    style.FrameRounding = ui.px(8);
    style.ItemSpacing = {ui.px(8), ui.px(6)};
    style.ItemInnerSpacing = {ui.px(6), ui.px(4)};
    style.ScrollbarSize = ui.px(ui.coarse_pointer ? 6 : 10);
    style.ScrollbarRounding = style.ScrollbarSize;
    style.GrabMinSize = ui.px(24);
    style.DisplaySafeAreaPadding = {ui.px(8), ui.px(8)};  // menus and tooltips keep off the edge
    style.HoverStationaryDelay = 0.12F;
    style.HoverDelayNormal = 0.45F;
    style.CurveTessellationTol = 0.6F;
    const auto set = [&](ImGuiCol which, ImVec4 colour) { style.Colors[which] = colour; };
    set(ImGuiCol_WindowBg, vec4(ui, Colour::kPage));
    set(ImGuiCol_ChildBg, vec4(ui, Colour::kPage, 0));
    set(ImGuiCol_PopupBg, vec4(ui, Colour::kPanel));
    set(ImGuiCol_Border, vec4(ui, Colour::kLine));
    set(ImGuiCol_Text, vec4(ui, Colour::kText));
    set(ImGuiCol_TextDisabled, vec4(ui, Colour::kMuted));
    set(ImGuiCol_TextSelectedBg, vec4(ui, Colour::kAccent, 0.3F));
    set(ImGuiCol_InputTextCursor, vec4(ui, Colour::kText));
    set(ImGuiCol_FrameBg, vec4(ui, Colour::kPanel));
    set(ImGuiCol_NavCursor, vec4(ui, Colour::kAccent));
    set(ImGuiCol_ScrollbarBg, vec4(ui, Colour::kPage, 0));
    set(ImGuiCol_ScrollbarGrab, vec4(ui, Colour::kControl, 0.45F));
    set(ImGuiCol_ScrollbarGrabHovered, vec4(ui, Colour::kControl, 0.7F));
    set(ImGuiCol_ScrollbarGrabActive, vec4(ui, Colour::kControl));
    set(ImGuiCol_ModalWindowDimBg, {0, 0, 0, ui.theme->dark ? 0.55F : 0.35F});
    style.WindowPadding = {0, 0};
    if (picture_form == "svg")
        style.AntiAliasedLines = style.AntiAliasedLinesUseTex = style.AntiAliasedFill = false;
    ImGui::GetStyle() = style;
}

void App::Inside::run_commands() {
    if (!ui.refusal.empty()) session.say(ui.refusal);
    if (ui.commands.empty()) return;
    changed = true;
    since_change = 0;
    const LessonModel& lesson = session.lesson();
    const std::string kept = lesson.kept();
    const std::string slug(session.entry().slug);
    for (const PostedCommand& posted : ui.commands) {
        const std::string field = set_by(posted, lesson);
        const cnn::Status done = session.command(posted.name, posted.args);  // refusal: message()
        if (!done)
            ui.refused = field;
        else if (!field.empty() && field == ui.refused)
            dismiss_message();  // what was wrong is right now
    }
    if (lesson.kept() != kept) host.save_setting("kept." + slug, lesson.kept());
}

// What was given is taken, and a refusal of what was given before is settled by that; or the sentence says
// why not.
void App::Inside::answer_with(const cnn::Status& taken) {
    if (taken) return dismiss_message();
    file_failed(taken.error().sentence);
}

void App::Inside::file_failed(std::string reason) {
    ui.refused = kGivenFile;
    session.say(std::move(reason));
}

void App::Inside::grant_wishes() {
    const Wishes wishes = session.lesson().take_wishes();
    if (wishes.open_picture) host.open_picture_dialog();
    if (wishes.open_data) host.open_data_dialog();
    if (wishes.open_folder) host.open_folder_dialog();
    if (wishes.open_weights) host.open_weights_dialog();
    for (const GivenFile& file : wishes.save) host.save_file(file.name, file.bytes);
    if (!wishes.stop_fetching.empty()) {
        loading.erase(wishes.stop_fetching);
        host.stop_fetching(wishes.stop_fetching);
    }
    if (!wishes.fetch_data.empty()) host.fetch_data(wishes.fetch_data);
    if (!wishes.copy_text.empty()) {
        host.copy_text(wishes.copy_text);
        toast.notice = "Copied.";
        toast.notice_seconds = 3;
    }
}

// The camera runs while the open lesson wants it.
void App::Inside::follow_camera() {
    const bool wanted = session.lesson().wants_camera();
    if (wanted == camera_on) return;
    if (wanted && !host.has_camera())
        return camera_failed("There is no camera that Convolab may use here; open a picture instead.");
    camera_on = wanted;
    host.run_camera(wanted);
}

void App::Inside::camera_failed(std::string reason) {
    camera_on = false;
    session.lesson().camera_ended();
    session.say(std::move(reason));
}

// At rest (nothing held, nothing typed, no command for a while) the state becomes an undo step and the link
// is shown.
void App::Inside::settle(double seconds) {
    since_change += seconds;
    const bool busy = ImGui::IsAnyItemActive() || ImGui::IsAnyMouseDown();
    if (!changed || busy) return;
    if (since_change < kRest) return ui.wants_frame(kRest - since_change);
    changed = false;
    session.checkpoint();
    std::string link = session.link();
    if (link == shown_link) return;
    shown_link = std::move(link);
    host.show_link(shown_link);
}

double App::Inside::wish() {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    const bool fading = context.DimBgRatio > 0 && context.DimBgRatio < 1;
    if (since_input < 0.06 || fading) ui.wants_frame();
    if (since_input < kAwake) ui.wants_frame(0.12);
    if (ImGui::GetIO().WantTextInput) ui.wants_frame(0.4);  // the caret blinks
    if (toast.notice_seconds > 0) ui.wants_frame(toast.notice_seconds);
    ui.wants_frame(lesson_wish);
    return last_wish = ui.next_frame;
}

App::App(Host& host) : inside_(std::make_unique<Inside>(host)) {}
App::~App() = default;

void App::resize(int width, int height, float pixel_ratio) {
    inside_->screen = {static_cast<float>(std::max(width, 1)), static_cast<float>(std::max(height, 1))};
    inside_->ui.pixel_ratio = std::clamp(pixel_ratio, 0.25F, 8.0F);
    inside_->since_input = 0;
}

double App::frame(double seconds) {
    Inside& app = *inside_;
    seconds = std::max(seconds, 0.0);
    app.begin(seconds);
    const double former_wish = app.lesson_wish;
    app.lesson_wish = app.session.lesson().advance(app.ui.seconds);
    if (former_wish != kForever && app.lesson_wish == kForever) app.changed = true;  // it stopped by itself
    ImGui::NewFrame();
    app.claim_keys();
    app.draw();
    app.dispatch_keys();
    app.scroll_by_touch();
    app.run_commands();
    app.grant_wishes();
    app.follow_camera();
    app.settle(seconds);
    ImGui::Render();
    if (app.picture_form == "svg") app.save_svg();
    if (!app.picture_form.empty() || app.session.wants_picture()) app.ui.wants_frame();
    return app.wish();
}

bool App::work(double milliseconds) { return inside_->session.lesson().work(milliseconds); }

Session& App::session() { return inside_->session; }

nlohmann::json App::ui_state() const {
    constexpr const char* kLayouts[] = {"desktop", "compact", "phone"};
    const Inside& app = *inside_;
    nlohmann::json items = nlohmann::json::object();
    for (const Item& item : app.ui.items) items[item.name] = {item.x, item.y, item.width, item.height};
    return {{"ui",
             {{"layout", kLayouts[static_cast<int>(app.ui.layout)]},
              {"theme", app.ui.theme->dark ? "dark" : "light"},
              {"text_size", app.text_size},
              {"scale", app.ui.scale},
              {"items", std::move(items)}}}};
}

void App::take_file(GivenFile file) {
    inside_->file_over = false;
    const cnn::Status taken = inside_->session.lesson().take_file(file);
    inside_->answer_with(taken);
    inside_->changed = true;
    inside_->host.wake();
}

void App::file_failed(std::string reason) {
    inside_->file_failed(std::move(reason));
    inside_->host.wake();
}

void App::take_camera(GivenFile picture) {
    if (!inside_->camera_on) return;
    inside_->session.lesson().take_camera(picture);
    inside_->host.wake();
}

void App::camera_failed(std::string reason) {
    inside_->camera_failed(std::move(reason));
    inside_->host.wake();
}

void App::file_over(bool over) {
    inside_->file_over = over;
    inside_->host.wake();
}

void App::data_progress(std::string_view name, double share) {
    inside_->loading[std::string(name)] = share;
    inside_->session.lesson().data_progress(name, share);
    inside_->host.wake();
}

bool App::take_data_file(std::string_view name, GivenFile file) {
    const cnn::Result<bool> wanted = inside_->session.lesson().take_data_file(name, std::move(file));
    inside_->host.wake();
    if (!wanted) data_failed(name, wanted.error().sentence);
    return wanted && wanted.value();
}

void App::take_data(std::string_view name, std::vector<GivenFile> files) {
    inside_->loading.erase(std::string(name));
    const cnn::Status taken = inside_->session.lesson().take_data(name, std::move(files));
    inside_->answer_with(taken);
    inside_->host.wake();
}

void App::data_failed(std::string_view name, std::string reason) {
    inside_->loading.erase(std::string(name));
    inside_->session.say(reason);
    inside_->session.lesson().data_failed(name, std::move(reason));
    inside_->host.wake();
}

void App::set_dark(bool dark) {
    inside_->system_dark = dark;
    inside_->host.wake();
}

}  // namespace shell
