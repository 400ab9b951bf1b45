#include "dirents.h"

#include "cursor.h"

/* struct linux_dirent64: inode 8 bytes, offset 8, record length 2, type 1, then the name. */
enum { RECORD_LENGTH_AT = 16, NAME_AT = 19 };

bool pp__parse_dirent(const uint8_t *bytes, int32_t length, int32_t *offset, int32_t *number)
{
    *number = 0;
    if (*offset < 0 || length - *offset < NAME_AT + 1) {
        return false;
    }
    const uint8_t *entry = bytes + *offset;
    /* Two bytes in the machine's order; all architectures served are little-endian. */
    int32_t size = entry[RECORD_LENGTH_AT] | entry[RECORD_LENGTH_AT + 1] << 8;
    if (size < NAME_AT + 1 || size > length - *offset) {
        return false;
    }
    *offset += size;

    pp__cursor name = {.at = entry + NAME_AT, .end = entry + size};
    uint64_t value = 0;
    if (*name.at >= '1' && *name.at <= '9' && pp__cursor_unsigned(&name, &value) &&
        value <= INT32_MAX && name.at < name.end && *name.at == 0) {
        *number = (int32_t)value;
    }
    return true;
}
