#include "command_line.h"

#include <stdbool.h>

typedef struct splitting {
    uint16_t *units;
    int32_t count;
    int32_t at;     /* next unit to be read */
    int32_t filled; /* units written: never more than have been read, but for the last zero */
} splitting;

static bool is_blank(uint16_t unit)
{
    return unit == ' ' || unit == '\t';
}

static bool has_more(const splitting *s)
{
    return s->at < s->count;
}

static void put(splitting *s, uint16_t unit)
{
    s->units[s->filled++] = unit;
}

static void split_program(splitting *s)
{
    bool is_quoted = false;
    while (has_more(s) && (is_quoted || !is_blank(s->units[s->at]))) {
        uint16_t unit = s->units[s->at++];
        if (unit == '"') {
            is_quoted = !is_quoted;
        } else {
            put(s, unit);
        }
    }
}

/* Takes a run of backslashes and the quote after it, if there is one. Whether that one counts. */
static bool take_backslashes(splitting *s)
{
    int32_t run = 0;
    while (has_more(s) && s->units[s->at] == '\\') {
        run++;
        s->at++;
    }
    bool is_before_quote = has_more(s) && s->units[s->at] == '"';
    for (int32_t i = 0; i < (is_before_quote ? run / 2 : run); i++) {
        put(s, '\\');
    }
    if (is_before_quote && run % 2 != 0) {
        put(s, '"');
        s->at++;
        return false;
    }
    return is_before_quote;
}

static void split_argument(splitting *s)
{
    bool is_quoted = false;
    while (has_more(s) && (is_quoted || !is_blank(s->units[s->at]))) {
        if (s->units[s->at] != '\\' && s->units[s->at] != '"') {
            put(s, s->units[s->at++]);
        } else if (take_backslashes(s)) {
            s->at++;
            if (is_quoted && has_more(s) && s->units[s->at] == '"') {
                put(s, '"');
                s->at++;
            } else {
                is_quoted = !is_quoted;
            }
        }
    }
}

int32_t pp__command_line_split(uint16_t *units, int32_t count)
{
    splitting s = {.units = units, .count = count};
    if (count == 0) {
        return 0;
    }
    split_program(&s);
    while (has_more(&s)) {
        /* The zero takes the place of the blank that has been read. */
        while (has_more(&s) && is_blank(units[s.at])) {
            s.at++;
        }
        put(&s, 0);
        if (!has_more(&s)) {
            return s.filled;
        }
        split_argument(&s);
    }
    put(&s, 0);
    return s.filled;
}
