/*
 * A part of a case in a process of its own.
 */
#ifndef PP_TEST_LINUX_FORK_H
#define PP_TEST_LINUX_FORK_H

/* Runs body in a forked child, and takes what it expected in vain or skipped for our own. */
void run_in_child(void (*body)(void));

#endif
