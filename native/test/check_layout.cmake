# A record that is one byte longer, or has one member a byte further, has to end the build on every
# system: what Java reads lies where layout.c says. Compiles layout.c with the header as it is, and then
# with a byte put into each record.
#
#   COMPILER  with what else the target needs, separated by ";"
#   NATIVE    the folder of the native module
#   FOLDER    to work in
function(compile include out)
    execute_process(
        COMMAND ${COMPILER} -std=c11 -c -o ${FOLDER}/layout.o -I${include} -I${NATIVE}/src/common
                -I${NATIVE}/include ${NATIVE}/src/common/layout.c
        RESULT_VARIABLE result
        ERROR_VARIABLE errors
        OUTPUT_QUIET)
    set(${out} "${result}" PARENT_SCOPE)
    set(errors "${errors}" PARENT_SCOPE)
endfunction()

# The header is included by name only, so a copy in a folder that comes first stands in its place.
file(READ ${NATIVE}/include/procprobe.h header)
file(WRITE ${FOLDER}/procprobe.h "${header}")
compile(${FOLDER} result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "layout.c does not compile as it is:\n${errors}")
endif()

function(expect_refusal record changed)
    if(changed STREQUAL header)
        message(FATAL_ERROR "nothing to change found in ${record}")
    endif()
    file(WRITE ${FOLDER}/procprobe.h "${changed}")
    compile(${FOLDER} result)
    if(result EQUAL 0 OR NOT errors MATCHES "static assert|static_assert")
        message(SEND_ERROR "${record} with a byte more compiles, or fails for another reason:\n${errors}")
    endif()
endfunction()

set(records identity sample system exit watch_figures node resources)
foreach(record IN LISTS records)
    string(REPLACE "} pp_${record};" "    uint8_t one_more;\n} pp_${record};" longer "${header}")
    string(REPLACE "typedef struct pp_${record} {" "typedef struct pp_${record} {\n    uint8_t one_more;"
                   moved "${header}")
    expect_refusal("pp_${record}" "${longer}")
    expect_refusal("pp_${record}" "${moved}")
endforeach()
list(LENGTH records count)
string(REGEX MATCHALL "typedef struct pp_[a-z_]+ {" declared "${header}")
list(LENGTH declared declared_count)
if(NOT count EQUAL declared_count)
    message(SEND_ERROR "the header has ${declared_count} records, of which ${count} are looked at")
endif()
message(STATUS "${count} records, each refused with a byte more")
