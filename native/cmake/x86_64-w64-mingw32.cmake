# Cross-compiles for 64-bit Windows with Debian's gcc-mingw-w64-x86-64. The tests run in the Wine of
# platform-tests/wine/run.sh, and are skipped without it.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc)
set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/../../platform-tests/wine/program.sh)
