# Compares all C sources with what clang-format makes of them. Versions of clang-format differ in taste,
# so only the one that the sources were formatted with is asked.
set(MAJOR 14)
if(CLANG_FORMAT)
    execute_process(COMMAND ${CLANG_FORMAT} --version OUTPUT_VARIABLE version)
endif()
if(NOT CLANG_FORMAT OR NOT version MATCHES "version ${MAJOR}\\.")
    message(NOTICE "SKIPPED: format not checked, for want of clang-format ${MAJOR} (apt-get install clang-format)")
    return()
endif()

file(GLOB_RECURSE sources ${SOURCE_DIR}/include/*.h ${SOURCE_DIR}/src/*.[ch] ${SOURCE_DIR}/test/*.[ch]
     ${SOURCE_DIR}/floor/*.[ch] ${SOURCE_DIR}/fuzz/*.[ch] ${SOURCE_DIR}/programs/*.[ch])
execute_process(COMMAND ${CLANG_FORMAT} --dry-run --Werror ${sources} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "not formatted: run clang-format -i on the files above")
endif()
