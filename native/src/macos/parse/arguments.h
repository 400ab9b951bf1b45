/*
 * What sysctl(3) KERN_PROCARGS2 answers: the number of arguments, the path of the program and zeros up
 * to a multiple of eight bytes, the arguments, the environment, each ended by a zero, zeros up to such a
 * boundary again, and strings of the system's own: exec_extract_strings() of XNU's kern_exec.c. Where the
 * environment ends at a boundary by itself, these cannot be told from it.
 */
#ifndef PP_MACOS_PARSE_ARGUMENTS_H
#define PP_MACOS_PARSE_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct pp__span {
    const uint8_t *bytes;
    int32_t length;
} pp__span;

typedef struct pp__arguments {
    pp__span arguments;   /* each with the zero that ends it */
    pp__span environment; /* the same; empty where the system left it out */
} pp__arguments;

/* False when it is something else, or its number of arguments is not there. */
bool pp__parse_arguments(const uint8_t *bytes, int32_t length, pp__arguments *out);

/* The value of a variable; false when it is not set. The last byte of the environment is a zero. */
bool pp__parse_variable(pp__span environment, const uint8_t *name, int32_t name_length,
                        pp__span *value);

#endif
