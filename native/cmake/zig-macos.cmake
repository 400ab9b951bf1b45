# Cross-compiles for macOS with zig, which brings Apple's headers and a linker that signs. Zig is
# $PROCPROBE_ZIG, or what platform-tests/macos/build.sh has fetched. Included with ZIG_ARCH set.
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR ${ZIG_ARCH})
if(DEFINED ENV{PROCPROBE_ZIG})
    set(ZIG $ENV{PROCPROBE_ZIG})
else()
    set(ZIG_CACHE $ENV{XDG_CACHE_HOME})
    if(NOT ZIG_CACHE)
        set(ZIG_CACHE $ENV{HOME}/.cache)
    endif()
    file(GLOB ZIG ${ZIG_CACHE}/procprobe/ziglang-*/ziglang/zig)
    list(SORT ZIG ORDER DESCENDING)
    list(APPEND ZIG zig)
    list(GET ZIG 0 ZIG)
endif()
# The oldest system that is served: the first one for arm64.
set(CMAKE_C_COMPILER ${ZIG} cc -target ${ZIG_ARCH}-macos.11.0)
# What CMake looks for on macOS, and nothing here uses.
set(CMAKE_INSTALL_NAME_TOOL true)
set(CMAKE_OSX_SYSROOT "")
set(CMAKE_AR true)
set(CMAKE_RANLIB true)
