# Cross-compiles for macOS on Intel, by zig. Nothing that is built can be run here.
set(ZIG_ARCH x86_64)
include(${CMAKE_CURRENT_LIST_DIR}/zig-macos.cmake)
