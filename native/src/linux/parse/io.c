#include "io.h"

#include "cursor.h"

bool pp__parse_io(const uint8_t *text, int32_t length, pp__io *out)
{
    pp__cursor lines = {.at = text, .end = text + length};
    return pp__cursor_value(lines, "rchar", &out->read_bytes) &&
           pp__cursor_value(lines, "wchar", &out->written_bytes) &&
           pp__cursor_value(lines, "read_bytes", &out->storage_read_bytes) &&
           pp__cursor_value(lines, "write_bytes", &out->storage_written_bytes);
}
