/*
 * What getdents64(2) writes: struct linux_dirent64 with names that are numbers.
 */
#ifndef PP_LINUX_PARSE_DIRENTS_H
#define PP_LINUX_PARSE_DIRENTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Reads the entry at *offset and moves *offset behind it. *number is its name as a number, or 0
 * when the name is none. False at the end, or when the bytes are not entries.
 */
bool pp__parse_dirent(const uint8_t *bytes, int32_t length, int32_t *offset, int32_t *number);

#endif
