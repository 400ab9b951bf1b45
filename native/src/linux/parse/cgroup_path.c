#include "cgroup_path.h"

/* Does the list "cpu,cpuacct" between begin and end name the controller? */
static bool names(const uint8_t *begin, const uint8_t *end, const char *controller)
{
    const uint8_t *at = begin;
    for (;;) {
        const char *expected = controller;
        while (at < end && *expected != 0 && *at == (uint8_t)*expected) {
            at++;
            expected++;
        }
        if (*expected == 0 && (at == end || *at == ',')) {
            return true;
        }
        while (at < end && *at != ',') {
            at++;
        }
        if (at == end) {
            return false;
        }
        at++;
    }
}

static const uint8_t *find(const uint8_t *at, const uint8_t *end, uint8_t byte)
{
    while (at < end && *at != byte) {
        at++;
    }
    return at;
}

bool pp__parse_cgroup_path(const uint8_t *text, int32_t length, const char *controller,
                           const uint8_t **path, int32_t *path_length)
{
    const uint8_t *end = text + length;
    for (const uint8_t *line = text; line < end;) {
        const uint8_t *line_end = find(line, end, '\n');
        const uint8_t *id_end = find(line, line_end, ':');
        const uint8_t *list = id_end < line_end ? id_end + 1 : line_end;
        const uint8_t *list_end = find(list, line_end, ':');
        if (list_end < line_end && names(list, list_end, controller)) {
            *path = list_end + 1;
            *path_length = (int32_t)(line_end - *path);
            return true;
        }
        line = line_end < end ? line_end + 1 : end;
    }
    return false;
}
