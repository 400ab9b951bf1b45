#include "status.h"

#include "cursor.h"

bool pp__parse_status(const uint8_t *text, int32_t length, pp__status *out)
{
    pp__cursor process = {.at = text, .end = text + length};
    pp__cursor uid = process;
    uint64_t number = 0;
    if (!pp__cursor_find_key(&process, "Tgid") || !pp__cursor_unsigned(&process, &number) ||
        number > INT32_MAX) {
        return false;
    }
    out->process = (int32_t)number;
    if (!pp__cursor_find_key(&uid, "Uid") || !pp__cursor_skip_word(&uid) ||
        !pp__cursor_unsigned(&uid, &number) || uid.at == uid.end || number > UINT32_MAX) {
        return false;
    }
    out->uid = (uint32_t)number;
    return true;
}
