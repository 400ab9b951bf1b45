#include "command.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t number_parse(const char *text, uint32_t least, uint32_t most)
{
    char *end = NULL;
    errno = 0;
    unsigned long number = text == NULL ? 0 : strtoul(text, &end, 10);
    if (text == NULL || errno != 0 || end == text || *end != '\0' || number < least ||
        number > most) {
        errx(EXIT_USAGE, "not a number from %u to %u: %s (see --help)", least, most,
             text == NULL ? "nothing" : text);
    }
    return (uint32_t)number;
}

bool command_read(command *next)
{
    if (fgets(next->line, sizeof next->line, stdin) == NULL) {
        return false;
    }
    char *rest = NULL;
    next->word = strtok_r(next->line, " \n", &rest);
    if (next->word == NULL) {
        errx(EXIT_USAGE, "an empty command (see --help)");
    }
    next->number = number_parse(strtok_r(NULL, " \n", &rest), 0, UINT32_MAX);
    return true;
}
