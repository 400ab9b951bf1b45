/*
 * This program, started anew. Whoever is started ends with the one that started it at the latest.
 */
#ifndef PP_TEST_WINDOWS_PROGRAMS_H
#define PP_TEST_WINDOWS_PROGRAMS_H

#include <stdint.h>
#include <windows.h>

enum { PROGRAM_MOST_UNITS = 8192 };

typedef struct program {
    HANDLE process;
    int32_t pid;
} program;

/*
 * Starts it with these arguments, which are put on the command line as they are, and with these
 * handles and no others; with the standard streams of this process when count is 0.
 */
program program_start(const wchar_t *arguments, HANDLE *handles, DWORD count);

/* The same without handles; it never gets to run. */
program program_start_suspended(const wchar_t *arguments);

/* Called in a program that was started: what it starts outlives it, and ends with its starter. */
void programs_end_with_starter(void);

/* Its exit code, once it has ended. The handle is closed. */
DWORD program_finish(const program *it);

/* The path of this program. */
void program_path(wchar_t *path);

#endif
