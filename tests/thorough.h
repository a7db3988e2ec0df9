// How often a test tries what it draws by chance. The sanitizers make a round some twelve times as slow and
// look at memory, where few rounds tell what many do.
#pragma once

namespace cnn::testing {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

constexpr int rounds(int all) { return kSanitized ? (all + 9) / 10 : all; }

}  // namespace cnn::testing
