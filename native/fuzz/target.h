/*
 * What makes a check of test/linux/parse_checks.h a target of libFuzzer, which gives the bytes in
 * memory of exactly their size: AddressSanitizer sees a read past either end.
 */
#ifndef PP_FUZZ_TARGET_H
#define PP_FUZZ_TARGET_H

#include "parse_checks.h"

#include <stddef.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
