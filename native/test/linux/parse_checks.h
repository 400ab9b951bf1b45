/*
 * What must hold of every parser whatever the bytes are: for damaged texts (parse_mutations.c) and
 * for those that a fuzzer finds (native/fuzz). Reading past the end shows by how the caller places
 * the bytes: before a page nobody may touch, or under a sanitizer.
 */
#ifndef PP_TEST_PARSE_CHECKS_H
#define PP_TEST_PARSE_CHECKS_H

#include <stdint.h>

void check_stat(const uint8_t *bytes, int32_t length);
void check_wait_status(const uint8_t *bytes, int32_t length);
void check_statm(const uint8_t *bytes, int32_t length);
void check_smaps_rollup(const uint8_t *bytes, int32_t length);
void check_status(const uint8_t *bytes, int32_t length);
void check_status_tail(const uint8_t *bytes, int32_t length);
void check_io(const uint8_t *bytes, int32_t length);
void check_numbers(const uint8_t *bytes, int32_t length);
void check_dirents(const uint8_t *bytes, int32_t length);
void check_environment(const uint8_t *bytes, int32_t length);
void check_cgroup_path(const uint8_t *bytes, int32_t length);
void check_cursor(const uint8_t *bytes, int32_t length);

#endif
