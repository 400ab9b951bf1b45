# Warnings are errors, in the library and in its tests.
function(procprobe_warnings target)
    if(MSVC)
        # 4324: padding for alignas is meant. Standard functions are used where Microsoft has its own.
        target_compile_options(${target} PRIVATE /W4 /WX /wd4324)
        target_compile_definitions(${target} PRIVATE _CRT_SECURE_NO_WARNINGS)
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
