# Warnings are errors, in the library and in its tests.
function(procprobe_warnings target)
    if(MSVC)
        target_compile_options(${target} PRIVATE /W4 /WX)
        return()
    endif()
    target_compile_options(
        ${target}
        PRIVATE -Wall
                -Wextra
                -Wpedantic
                -Wconversion
                -Wsign-conversion
                -Wshadow
                -Wstrict-prototypes
                -Wmissing-prototypes
                -Wcast-align
                -Wvla
                -Wundef
                -Werror)
endfunction()
