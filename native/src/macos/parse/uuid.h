/*
 * The text of an UUID, as sysctl(3) kern.bootsessionuuid gives it.
 */
#ifndef PP_MACOS_PARSE_UUID_H
#define PP_MACOS_PARSE_UUID_H

#include <stdbool.h>
#include <stdint.h>

/* False for anything else than 32 hexadecimal digits with hyphens between them, and an end. */
bool pp__parse_uuid(const uint8_t *text, int32_t length, uint64_t *high, uint64_t *low);

#endif
