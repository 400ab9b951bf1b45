# The macOS library needs libSystem, which is all that a library may need there. It is linked with an
# ad-hoc signature, without which arm64 loads nothing. test/macos/check_library.py proves both on the
# linked file.
set(MACOS_DIR "${CMAKE_CURRENT_LIST_DIR}")
file(GLOB MACOS_SOURCES CONFIGURE_DEPENDS ${MACOS_DIR}/*.c ${MACOS_DIR}/parse/*.c
     ${MACOS_DIR}/watch/*.c ${MACOS_DIR}/table/*.c)

set(PROCPROBE_SOURCES ${COMMON_SOURCES} ${MACOS_SOURCES})
set(PROCPROBE_INCLUDES
    ${CMAKE_CURRENT_SOURCE_DIR}/include ${CMAKE_CURRENT_SOURCE_DIR}/src/common ${MACOS_DIR})

add_library(procprobe SHARED ${PROCPROBE_SOURCES})
target_include_directories(procprobe PRIVATE ${PROCPROBE_INCLUDES})
procprobe_warnings(procprobe)
target_compile_options(procprobe PRIVATE -O2 -g0 -fvisibility=hidden -fno-stack-protector)
# Named as nobody will look for it: the folder of the build would make each build another one.
target_link_options(procprobe PRIVATE -s -Wl,-install_name,@rpath/libprocprobe.dylib)
set_target_properties(procprobe PROPERTIES LIBRARY_OUTPUT_DIRECTORY
                                           ${PROCPROBE_LIBRARY_DIR}/${PROCPROBE_PLATFORM})
