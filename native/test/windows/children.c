/*
 * Children are this program, started anew with two pipes: orders come by one, answers go by the
 * other. A child that has ended is gone, and its PID is its own as long as the test holds its handle:
 * until child_reap().
 */
#include "children.h"

#include "harness.h"
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CHANNELS = 1024, MOST_UNITS = 128, PAUSE_MS = 10, NS_PER_UNIT = 100 };

/* As the child itself is started, and as what it makes by ORDER_FORK is. */
#define WAITING_OPTION L"--waiting"

typedef struct channel {
    HANDLE process; /* null: the entry is free */
    HANDLE orders;
    HANDLE answers;
} channel;

static channel channels[MOST_CHANNELS];

typedef struct instruction {
    int64_t order; /* enum order */
    int64_t amount;
} instruction;

int32_t own_process(void)
{
    return (int32_t)GetCurrentProcessId();
}

/* ------------------------------------------------------------------------------- in the test -- */

static int32_t free_channel(void)
{
    int32_t at = 0;
    while (channels[at].process != NULL) {
        at++;
        MUST(at < MOST_CHANNELS);
    }
    return at;
}

static bool read_all(HANDLE from, void *out, DWORD bytes)
{
    DWORD length = 0;
    return ReadFile(from, out, bytes, &length, NULL) && length == bytes;
}

static bool write_all(HANDLE to, const void *bytes, DWORD count)
{
    DWORD length = 0;
    return WriteFile(to, bytes, count, &length, NULL) && length == count;
}

static HANDLE inheritable(HANDLE handle)
{
    MUST(SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    return handle;
}

child child_obedient(void)
{
    HANDLE ends[2]; /* of the child */
    int32_t at = free_channel();
    channel *made = &channels[at];
    MUST(CreatePipe(&ends[0], &made->orders, NULL, 0));
    MUST(CreatePipe(&made->answers, &ends[1], NULL, 0));
    wchar_t arguments[MOST_UNITS];
    swprintf(arguments, MOST_UNITS, L"%hs %llu,%llu", CHILD_PROGRAM_OPTION,
             (unsigned long long)(uintptr_t)inheritable(ends[0]),
             (unsigned long long)(uintptr_t)inheritable(ends[1]));
    program started = program_start(arguments, ends, 2);
    made->process = started.process;
    CloseHandle(ends[0]);
    CloseHandle(ends[1]);
    child it = {.pid = started.pid, .channel = at};
    MUST(read_all(made->answers, &it.report, sizeof it.report));
    return it;
}

child child_sleeping(void)
{
    return child_obedient(); /* that is told nothing */
}

child child_zombie(void)
{
    child it = child_sleeping();
    child_kill(&it);
    return it;
}

child child_holding(size_t bytes)
{
    child it = child_obedient();
    it.report = child_order(&it, ORDER_TOUCH, (int64_t)bytes);
    return it;
}

child child_spent(uint64_t cpu_ns)
{
    child it = child_obedient();
    it.report = child_order(&it, ORDER_SPEND, (int64_t)cpu_ns);
    return it;
}

int64_t child_order(const child *it, enum order order, int64_t amount)
{
    const channel *to = &channels[it->channel];
    instruction next = {.order = order, .amount = amount};
    MUST(write_all(to->orders, &next, sizeof next));
    int64_t answer = 0;
    if (order != ORDER_EXIT && order != ORDER_SPIN) {
        MUST(read_all(to->answers, &answer, sizeof answer));
    }
    return answer;
}

static void await_end(const child *it)
{
    MUST(WaitForSingleObject(channels[it->channel].process, INFINITE) == WAIT_OBJECT_0);
}

void child_exit(const child *it, int32_t code)
{
    (void)child_order(it, ORDER_EXIT, code);
    await_end(it);
}

void child_kill(child *it)
{
    MUST(TerminateProcess(channels[it->channel].process, 1));
    await_end(it);
}

void child_reap(child *it)
{
    channel *of = &channels[it->channel];
    await_end(it);
    CloseHandle(of->orders);
    CloseHandle(of->answers);
    CloseHandle(of->process);
    *of = (channel){.process = NULL};
    it->pid = 0;
}

void child_end(child *it)
{
    child_kill(it);
    child_reap(it);
}

/* ------------------------------------------------------------------------------ in the child -- */

static int64_t cpu_ns_of_self(void)
{
    FILETIME created;
    FILETIME exited;
    FILETIME kernel;
    FILETIME user;
    MUST(GetProcessTimes(GetCurrentProcess(), &created, &exited, &kernel, &user));
    uint64_t units = ((uint64_t)kernel.dwHighDateTime << 32 | kernel.dwLowDateTime) +
                     ((uint64_t)user.dwHighDateTime << 32 | user.dwLowDateTime);
    return (int64_t)units * NS_PER_UNIT;
}

static int64_t spend(int64_t enough)
{
    while (cpu_ns_of_self() < enough) {
    }
    return cpu_ns_of_self();
}

static int64_t touch(size_t bytes)
{
    void *memory = VirtualAlloc(NULL, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    MUST(memory != NULL);
    memset(memory, 1, bytes);
    return 0;
}

/* It gets the reading end of the orders, and no more than looks whether the other end is there. */
static int64_t start_waiting(HANDLE orders)
{
    wchar_t arguments[MOST_UNITS];
    swprintf(arguments, MOST_UNITS, L"%hs %ls%llu", CHILD_PROGRAM_OPTION, WAITING_OPTION,
             (unsigned long long)(uintptr_t)orders);
    program started = program_start(arguments, &orders, 1);
    CloseHandle(started.process);
    return started.pid;
}

static int64_t obey(HANDLE orders, const instruction *it)
{
    switch (it->order) {
    case ORDER_EXIT:
        ExitProcess((UINT)it->amount);
    case ORDER_SPIN:
        while (true) {
        }
    case ORDER_TOUCH:
        return touch((size_t)it->amount);
    case ORDER_SPEND:
        return spend(it->amount);
    default:
        MUST(it->order == ORDER_FORK);
        return start_waiting(orders);
    }
}

static int wait_for_end_of(HANDLE orders)
{
    DWORD available = 0;
    while (PeekNamedPipe(orders, NULL, 0, NULL, &available, NULL)) {
        Sleep(PAUSE_MS);
    }
    return EXIT_PASSED;
}

static HANDLE handle_of(const char *number)
{
    return (HANDLE)(uintptr_t)strtoull(number, NULL, 10);
}

int child_program_main(const char *ends)
{
    const size_t option = sizeof "--waiting" - 1;
    programs_end_with_starter();
    if (strncmp(ends, "--waiting", option) == 0) {
        return wait_for_end_of(handle_of(ends + option));
    }
    HANDLE orders = handle_of(ends);
    HANDLE answers = handle_of(strchr(ends, ',') + 1);
    int64_t answer = 0;
    instruction next;
    MUST(write_all(answers, &answer, sizeof answer));
    while (read_all(orders, &next, sizeof next)) {
        answer = obey(orders, &next);
        MUST(write_all(answers, &answer, sizeof answer));
    }
    return EXIT_PASSED;
}
