# PROCPROBE_OS and PROCPROBE_ARCH: the names of the source folders and, joined, of the resource folder
# in which the Java loader looks.
string(TOLOWER "${CMAKE_SYSTEM_NAME}" PROCPROBE_OS)
string(TOLOWER "${CMAKE_SYSTEM_PROCESSOR}" PROCPROBE_ARCH)
if(PROCPROBE_OS STREQUAL "darwin")
    set(PROCPROBE_OS macos)
endif()
if(PROCPROBE_ARCH STREQUAL "amd64")
    set(PROCPROBE_ARCH x86_64)
elseif(PROCPROBE_ARCH STREQUAL "arm64")
    set(PROCPROBE_ARCH aarch64)
endif()

set(PROCPROBE_PLATFORM "${PROCPROBE_OS}-${PROCPROBE_ARCH}")
if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/src/${PROCPROBE_OS}/sources.cmake")
    message(FATAL_ERROR "procprobe has no native sources for ${PROCPROBE_PLATFORM} yet")
endif()
