/*
 * PID and mount namespaces for tests that must not touch the machine's own /proc. Only root may
 * make them.
 */
#ifndef PP_TEST_NAMESPACES_H
#define PP_TEST_NAMESPACES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Runs body in a forked child that is the first process of a new PID namespace, in a mount
 * namespace of its own. /proc is still that of the namespace outside until mount_proc() is called.
 * False when the system does not permit it.
 */
bool run_as_first_process(void (*body)(void));

/* Enters a mount namespace of our own, in this process. False when not permitted. */
bool enter_mount_namespace(void);

/* Mounts a /proc of our PID namespace over the one that is there. options may be "hidepid=2". */
void mount_proc(const char *options);

/* Puts an empty folder in the place of /proc. */
void hide_proc(void);

/* The next process to be forked in this PID namespace gets this number, if it is free. */
void force_next_pid(int32_t pid);

#endif
