# What must be true of the linked library on Windows: it needs kernel32.dll alone, offers what the header
# declares and nothing else, and may be put anywhere in memory, where its data is not executed.
execute_process(COMMAND ${OBJDUMP} -p ${LIBRARY} OUTPUT_VARIABLE dump RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed: ${OBJDUMP} -p ${LIBRARY}")
endif()

string(REGEX MATCHALL "DLL Name: [^\r\n]+" needed "${dump}")
list(TRANSFORM needed REPLACE "DLL Name: " "")
list(TRANSFORM needed TOLOWER)
if(NOT needed STREQUAL "kernel32.dll")
    message(SEND_ERROR "${LIBRARY}: needs ${needed}")
endif()

string(REGEX MATCHALL "\\] pp_[a-z_]+" exported "${dump}")
list(TRANSFORM exported REPLACE "\\] " "")
string(REGEX MATCH "\\[Name Pointer/Ordinal\\] Table[\t ]+([0-9a-f]+)" matched "${dump}")
math(EXPR names "0x${CMAKE_MATCH_1}")
file(READ ${HEADER} header)
string(REGEX MATCHALL "PP_EXPORT int32_t pp_[a-z_]+" declarations "${header}")
list(TRANSFORM declarations REPLACE "PP_EXPORT int32_t " "")
list(SORT exported)
list(SORT declarations)
list(LENGTH declarations count)
if(NOT exported STREQUAL declarations OR NOT names EQUAL count OR count LESS 10)
    message(SEND_ERROR "${LIBRARY}: exports differ from the header\n  exported: ${exported} (${names} names)\n  declared: ${declarations}")
endif()

# Debuggers, profilers and the system's own exceptions walk through frames by these tables.
if(NOT dump MATCHES "Entry 3 [0-9a-f]+ 0*[1-9a-f][0-9a-f]* Exception Directory")
    message(SEND_ERROR "${LIBRARY}: has no unwind data")
endif()

foreach(trait DYNAMIC_BASE NX_COMPAT HIGH_ENTROPY_VA)
    if(NOT dump MATCHES "${trait}")
        message(SEND_ERROR "${LIBRARY}: is linked without ${trait}")
    endif()
endforeach()
