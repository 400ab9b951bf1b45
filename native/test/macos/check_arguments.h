/*
 * What must hold of the parser of KERN_PROCARGS2 whatever the bytes are: for damaged ones
 * (fake/parse.c) and for those that a fuzzer finds (native/fuzz). The text is that of another process.
 */
#ifndef PP_TEST_MACOS_CHECK_ARGUMENTS_H
#define PP_TEST_MACOS_CHECK_ARGUMENTS_H

#include <stdint.h>

void check_arguments(const uint8_t *bytes, int32_t length);

#endif
