/*
 * A command as both programs read them: a word and a number in one line.
 */
#ifndef PP_FLOOR_COMMAND_H
#define PP_FLOOR_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

/* Exit code of a command line, or of a command, that makes no sense. */
enum { EXIT_USAGE = 2 };

typedef struct command {
    char line[128];
    const char *word; /* in line */
    uint32_t number;
} command;

/* Reads the next line of standard input. False at its end; ends the program on nonsense. */
bool command_read(command *next);

/* A whole number from least to most; ends the program on anything else. */
uint32_t number_parse(const char *text, uint32_t least, uint32_t most);

#endif
