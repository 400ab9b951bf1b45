/*
 * The child of the conformance tests: does as it is told, so that what is to be measured is known.
 *
 * The first line of its output is "ready PID". Then it reads one order per line, answers with lines
 * of numbers, and last with "done ORDER", or with "failed ORDER" when that could not be done. It
 * ends with its input, and so does everything that it has started: nothing outlives a test, even
 * when that is killed.
 *
 *     burn MS               uses CPU time; answers all that it used so far, by its own clock, in ns
 *     touch MB              allocates memory and writes to it
 *     reserve MB            allocates memory and leaves it alone
 *     release               gives back all memory of both kinds
 *     threads N             starts threads that wait
 *     spawn                 starts a child that waits; answers its PID
 *     churn                 starts a child that starts short-lived processes; answers its PID
 *     tree DEPTH WIDTH      starts a tree; answers PID PARENT of every member, the root's as well
 *     orphan                starts a child's child whose parent then ends; answers PID PARENT
 *     zombie CODE           makes a child that has exited and is not reaped; answers its PID
 *     reap                  reaps the children that have exited; answers their PIDs
 *     ignore-terminate      ignores it from now on when it is asked to end
 *     terminate-slowly MS   ends so much later from now on when it is asked to
 *     end-first-thread      ends its first thread; another one goes on
 *     exit CODE             ends; nothing is answered
 *     crash                 ends by a grave error; nothing is answered
 */
#include "os.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINE = 128, MOST_BLOCKS = 256, BITS_OF_A_MB = 20 };

static const int64_t NS_PER_MS = 1000000;

typedef struct block {
    void *memory;
    size_t bytes;
} block;

static block blocks[MOST_BLOCKS];
static int32_t block_count;

static bool answer(int64_t number)
{
    if (number > 0) {
        printf("%" PRId64 "\n", number);
    }
    return number > 0;
}

static void answer_member(int64_t pid, int64_t parent)
{
    printf("%" PRId64 " %" PRId64 "\n", pid, parent);
}

static bool burn(int64_t ms)
{
    int64_t until = os_cpu_ns() + ms * NS_PER_MS;
    int64_t used = os_cpu_ns();
    while (used < until) {
        used = os_cpu_ns();
    }
    printf("%" PRId64 "\n", used); /* 0, where the clock ticks slowly */
    return true;
}

/* NULL when there is none. */
static unsigned char *reserve(size_t bytes)
{
    void *memory = block_count < MOST_BLOCKS ? os_allocate(bytes) : NULL;
    if (memory != NULL) {
        blocks[block_count++] = (block){memory, bytes};
    }
    return memory;
}

static bool touch(size_t bytes)
{
    unsigned char *memory = reserve(bytes);
    for (size_t at = 0; memory != NULL && at < bytes; at += os_page_bytes()) {
        memory[at] = (unsigned char)(at + 1);
    }
    return memory != NULL;
}

static bool release(void)
{
    while (block_count > 0) {
        block_count--;
        os_give_back(blocks[block_count].memory, blocks[block_count].bytes);
    }
    return true;
}

static bool reap(void)
{
    int64_t pid = os_reap_one();
    while (pid > 0) {
        answer(pid);
        pid = os_reap_one();
    }
    return pid == 0;
}

static void serve(void);

/* The last line of an answer. It is sent by hand, since Windows has no buffering by line. */
static void conclude(bool is_done, const char *order)
{
    printf("%s %s\n", is_done ? "done" : "failed", order);
    fflush(stdout);
}

/* The answer comes from the thread that goes on. */
static void serve_in_second_thread(void)
{
    conclude(true, "end-first-thread");
    serve();
    exit(EXIT_SUCCESS);
}

static bool obey(const char *order, int64_t first, int64_t second)
{
    if (strcmp(order, "burn") == 0) {
        return burn(first);
    } else if (strcmp(order, "touch") == 0) {
        return touch((size_t)first << BITS_OF_A_MB);
    } else if (strcmp(order, "reserve") == 0) {
        return reserve((size_t)first << BITS_OF_A_MB) != NULL;
    } else if (strcmp(order, "release") == 0) {
        return release();
    } else if (strcmp(order, "threads") == 0) {
        return os_start_threads(first);
    } else if (strcmp(order, "spawn") == 0) {
        return answer(os_spawn());
    } else if (strcmp(order, "churn") == 0) {
        return answer(os_churn());
    } else if (strcmp(order, "tree") == 0) {
        return os_grow_tree(first, second, answer_member);
    } else if (strcmp(order, "orphan") == 0) {
        return os_make_orphan(answer_member);
    } else if (strcmp(order, "zombie") == 0) {
        return answer(os_make_zombie((int)first));
    } else if (strcmp(order, "reap") == 0) {
        return reap();
    } else if (strcmp(order, "ignore-terminate") == 0) {
        return os_ignore_terminate();
    } else if (strcmp(order, "terminate-slowly") == 0) {
        return os_terminate_slowly(first);
    } else if (strcmp(order, "end-first-thread") == 0) {
        return os_end_first_thread(serve_in_second_thread);
    } else if (strcmp(order, "exit") == 0) {
        exit((int)first);
    } else if (strcmp(order, "crash") == 0) {
        os_crash();
    }
    return false;
}

/* Returns at the end of the input. */
static void serve(void)
{
    char line[MOST_LINE];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char order[MOST_LINE] = "";
        int64_t first = 0;
        int64_t second = 0;
        sscanf(line, "%127s %" SCNd64 " %" SCNd64, order, &first, &second);
        conclude(obey(order, first, second), order);
    }
}

int main(void)
{
    /* By line: whoever is forked must not find text in the buffer. */
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    if (!os_begin()) {
        return EXIT_FAILURE;
    }
    printf("ready %" PRId64 "\n", os_pid());
    fflush(stdout);
    serve();
    return EXIT_SUCCESS;
}
