# The Windows library needs kernel32.dll and nothing else: no C library, of which Windows has many.
# test/windows/check_library.cmake proves it on the linked file.
set(WINDOWS_DIR "${CMAKE_CURRENT_LIST_DIR}")
file(GLOB WINDOWS_SOURCES CONFIGURE_DEPENDS ${WINDOWS_DIR}/*.c ${WINDOWS_DIR}/parse/*.c
     ${WINDOWS_DIR}/watch/*.c ${WINDOWS_DIR}/table/*.c)
# What a C library gives to hosted builds.
list(REMOVE_ITEM WINDOWS_SOURCES ${WINDOWS_DIR}/entry.c)
set(FREESTANDING_MEMORY ${CMAKE_CURRENT_LIST_DIR}/../freestanding/memory.c)

set(PROCPROBE_SOURCES ${COMMON_SOURCES} ${WINDOWS_SOURCES})
set(PROCPROBE_INCLUDES
    ${CMAKE_CURRENT_SOURCE_DIR}/include ${CMAKE_CURRENT_SOURCE_DIR}/src/common ${WINDOWS_DIR})

if(MSVC)
    # Its compiler wants its own C library, which is then linked into the file.
    set(CMAKE_MSVC_RUNTIME_LIBRARY MultiThreaded)
    add_library(procprobe SHARED ${PROCPROBE_SOURCES})
    target_compile_options(procprobe PRIVATE /std:c11 /experimental:c11atomics)
else()
    add_library(procprobe SHARED ${PROCPROBE_SOURCES} ${WINDOWS_DIR}/entry.c ${FREESTANDING_MEMORY})
    target_compile_options(
        procprobe
        PRIVATE -O2
                -g0
                -ffreestanding
                -fno-stack-protector # its canary lies in a C library
                -U_FORTIFY_SOURCE)
    # Or memcpy would be compiled into a call of memcpy. GCC and clang have a flag each.
    include(CheckCCompilerFlag)
    check_c_compiler_flag(-fno-tree-loop-distribute-patterns HAS_LOOP_PATTERNS_FLAG)
    set_source_files_properties(
        ${FREESTANDING_MEMORY}
        PROPERTIES COMPILE_OPTIONS
                   $<IF:$<BOOL:${HAS_LOOP_PATTERNS_FLAG}>,-fno-tree-loop-distribute-patterns,-fno-builtin>)
    target_link_options(
        procprobe
        PRIVATE
        -nostdlib
        -Wl,-e,DllMainCRTStartup
        -Wl,--dynamicbase
        -Wl,--nxcompat
        -Wl,--high-entropy-va
        # The same bytes each time: neither the time, nor an address made of the folder's name.
        -Wl,--no-insert-timestamp
        -Wl,--disable-auto-image-base
        -Wl,-s)
    target_link_libraries(procprobe PRIVATE kernel32)
endif()
target_include_directories(procprobe PRIVATE ${PROCPROBE_INCLUDES})
procprobe_warnings(procprobe)
set_target_properties(
    procprobe
    PROPERTIES PREFIX ""
               # Generators of several configurations add a folder for each, but to an expression.
               RUNTIME_OUTPUT_DIRECTORY $<1:${PROCPROBE_LIBRARY_DIR}/${PROCPROBE_PLATFORM}>)
