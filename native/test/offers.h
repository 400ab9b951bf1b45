/*
 * What the system that the tests run on offers, in the way in which the library works at the moment.
 */
#ifndef PP_TEST_OFFERS_H
#define PP_TEST_OFFERS_H

#include <stdbool.h>
#include <stdint.h>

/* The fields that a one-shot query gives of a process of our own. */
uint64_t offered_fields(void);

/* Processes that have ended keep their PID until they are reaped, and are there until then. */
bool offers_zombies(void);

/* Whose parent ends gets another one. */
bool offers_new_parents(void);

bool offers_command_lines(void);
bool offers_environments(void);

#endif
