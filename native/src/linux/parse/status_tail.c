#include "status_tail.h"

#include "cursor.h"

/* One number for each PID namespace, from the one of this /proc inwards. */
static int32_t read_namespace_pid(pp__cursor text)
{
    uint64_t number = 0;
    uint64_t last = 0;
    if (!pp__cursor_find_key(&text, "NSpid")) {
        return 0;
    }
    while (pp__cursor_unsigned(&text, &number)) {
        last = number;
    }
    return text.at < text.end && *text.at == '\n' && last <= INT32_MAX ? (int32_t)last : 0;
}

void pp__parse_status_tail(const uint8_t *text, int32_t length, bool is_cut, pp__status_tail *out)
{
    pp__cursor lines = {.at = text, .end = text + length};
    while (is_cut && lines.at < lines.end && *lines.at++ != '\n') {
    }
    *out = (pp__status_tail){.namespace_pid = read_namespace_pid(lines)};
    out->has_switches =
        pp__cursor_value(lines, "voluntary_ctxt_switches", &out->voluntary_switches) &&
        pp__cursor_value(lines, "nonvoluntary_ctxt_switches", &out->involuntary_switches);
    if (!out->has_switches) {
        out->voluntary_switches = 0;
        out->involuntary_switches = 0;
    }
}
