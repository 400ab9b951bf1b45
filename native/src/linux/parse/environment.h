/*
 * /proc/PID/environ: proc_pid_environ(5). Entries "NAME=value", each ended by a zero byte. The text
 * may be larger than any buffer here, so it is taken in pieces.
 */
#ifndef PP_LINUX_PARSE_ENVIRONMENT_H
#define PP_LINUX_PARSE_ENVIRONMENT_H

#include "text.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct pp__environment_search {
    const uint8_t *name;
    int32_t name_length;
    int32_t matched; /* bytes of the name seen in this entry; -1 once the entry is another one */
    bool in_value;   /* the name and '=' have been seen: what follows is the value */
    bool found;      /* the value is complete */
} pp__environment_search;

pp__environment_search pp__environment_search_for(const uint8_t *name, int32_t name_length);

/* Takes the next piece; appends the value to *value as it comes. True when nothing more is needed.
 */
bool pp__environment_search_piece(pp__environment_search *search, const uint8_t *piece,
                                  int32_t length, pp__text *value);

#endif
