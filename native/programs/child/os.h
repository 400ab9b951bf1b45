/*
 * What the child needs of its operating system. Each system has one file that implements this:
 * posix.c or windows.c. main.c knows nothing of any system.
 *
 * Numbers of processes are those that the system gives, above 0; -1 says that a call failed.
 * Processes that are made here do nothing, speak to nobody, and end when the child does, however
 * that comes about.
 */
#ifndef PROCPROBE_CHILD_OS_H
#define PROCPROBE_CHILD_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Before anything else. False when the child cannot make sure that what it starts ends with it. Does
 * not return in a process that this program was started anew for.
 */
bool os_begin(void);

int64_t os_pid(void);

/* CPU time of this process so far, by its own clock, in nanoseconds. */
int64_t os_cpu_ns(void);

/* Memory of its own, not of the heap, so that all of it can be given back. NULL when there is none. */
void *os_allocate(size_t bytes);
void os_give_back(void *memory, size_t bytes);
size_t os_page_bytes(void);

/* So many threads more, which wait. */
bool os_start_threads(int64_t count);

/* Goes on with a function in a second thread, once the first one has ended. */
bool os_end_first_thread(void (*go_on)(void));

/* A child. */
int64_t os_spawn(void);

/* A child that starts processes, each of which ends at once, one after the other. */
int64_t os_churn(void);

/* Told of each process of a tree. */
typedef void os_tell(int64_t pid, int64_t parent);

/* A child with width children, each of which has as many, and so on, depth levels below it. */
bool os_grow_tree(int64_t depth, int64_t width, os_tell *tell);

/* A child's child, whose parent, which is told with it, has ended and been reaped. */
bool os_make_orphan(os_tell *tell);

/* A child that has exited and is not reaped; -1 where the system knows no such thing. */
int64_t os_make_zombie(int code);

/* Reaps one child that has exited. Returns 0 when there is none. */
int64_t os_reap_one(void);

/*
 * When asked to end: does not, or only after a while. What it starts from then on does the same.
 * False where nobody can be asked.
 */
bool os_ignore_terminate(void);
bool os_terminate_slowly(int64_t ms);

/* Ends as a program with a grave error does. */
_Noreturn void os_crash(void);

#endif
