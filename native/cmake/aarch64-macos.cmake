# Cross-compiles for macOS on Apple Silicon, by zig. Nothing that is built can be run here.
set(ZIG_ARCH aarch64)
include(${CMAKE_CURRENT_LIST_DIR}/zig-macos.cmake)
