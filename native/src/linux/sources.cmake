# The Linux shim is freestanding: it makes system calls itself and needs no libc, so that one library
# serves glibc and musl, old and new. test/check_library.cmake proves it on the linked file.
set(LINUX_DIR "${CMAKE_CURRENT_LIST_DIR}")
if(NOT IS_DIRECTORY "${LINUX_DIR}/arch/${PROCPROBE_ARCH}")
    message(FATAL_ERROR "procprobe has no system calls for ${PROCPROBE_PLATFORM} yet")
endif()

file(GLOB LINUX_SOURCES CONFIGURE_DEPENDS ${LINUX_DIR}/*.c ${LINUX_DIR}/parse/*.c
     ${LINUX_DIR}/watch/*.c ${LINUX_DIR}/table/*.c)
# What libc gives to hosted builds.
set(FREESTANDING_MEMORY ${CMAKE_CURRENT_LIST_DIR}/../freestanding/memory.c)

set(PROCPROBE_SOURCES ${COMMON_SOURCES} ${LINUX_SOURCES})
set(PROCPROBE_INCLUDES
    ${CMAKE_CURRENT_SOURCE_DIR}/include ${CMAKE_CURRENT_SOURCE_DIR}/src/common ${LINUX_DIR}
    ${LINUX_DIR}/arch/${PROCPROBE_ARCH})
set(PROCPROBE_EXPORTS ${LINUX_DIR}/exports.map)

add_library(procprobe SHARED ${PROCPROBE_SOURCES} ${FREESTANDING_MEMORY})
target_include_directories(procprobe PRIVATE ${PROCPROBE_INCLUDES})
procprobe_warnings(procprobe)
target_compile_options(
    procprobe
    PRIVATE -O2
            -g0
            -ffreestanding
            -fvisibility=hidden
            -fno-stack-protector # its canary lies in thread-local storage of a libc
            -fno-asynchronous-unwind-tables
            -U_FORTIFY_SOURCE)
# Or memmove would be compiled into a call of memmove. GCC and clang have a flag each.
include(CheckCCompilerFlag)
check_c_compiler_flag(-fno-tree-loop-distribute-patterns HAS_LOOP_PATTERNS_FLAG)
if(HAS_LOOP_PATTERNS_FLAG)
    set(NO_LOOP_PATTERNS -fno-tree-loop-distribute-patterns)
else()
    set(NO_LOOP_PATTERNS -fno-builtin)
endif()
set_source_files_properties(
    ${FREESTANDING_MEMORY} PROPERTIES COMPILE_OPTIONS ${NO_LOOP_PATTERNS})
# Or GCC clears each row by "rep stos", whose start costs more than the clearing.
set(ROW_CLEARING_FLAG -mmemset-strategy=unrolled_loop:512:noalign,libcall:-1:noalign)
check_c_compiler_flag(${ROW_CLEARING_FLAG} HAS_ROW_CLEARING_FLAG)
if(HAS_ROW_CLEARING_FLAG)
    target_compile_options(procprobe PRIVATE ${ROW_CLEARING_FLAG})
endif()
if(PROCPROBE_ARCH STREQUAL "aarch64")
    # Atomics inline: otherwise GCC calls helpers of libgcc that ask libc what the CPU can do.
    target_compile_options(procprobe PRIVATE -mno-outline-atomics)
endif()
target_link_options(
    procprobe
    PRIVATE
    -nostdlib
    -Wl,-z,defs
    -Wl,-z,relro
    -Wl,-z,now
    -Wl,-z,noexecstack
    -Wl,-z,separate-code
    -Wl,--build-id=sha1
    -Wl,-s
    -Wl,--version-script=${PROCPROBE_EXPORTS})
set_target_properties(
    procprobe PROPERTIES LINK_DEPENDS ${PROCPROBE_EXPORTS} LIBRARY_OUTPUT_DIRECTORY
                         ${PROCPROBE_LIBRARY_DIR}/${PROCPROBE_PLATFORM})
