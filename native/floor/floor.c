/*
 * The floor of the benchmarks: the very system calls that the library makes for a set of processes,
 * made from C and timed. No binding, no parsing, no bookkeeping: what is left is the kernel's.
 */
#include "command.h"
#include "rounds.h"
#include "targets.h"
#include "timing.h"

#include <err.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "Usage: procprobe_floor [--statm COUNT] PID...\n"
    "       procprobe_floor --everyone\n"
    "\n"
    "Times the system calls that procprobe makes for these processes, or for all that there are.\n"
    "Reads commands from standard input, one a line, until its end:\n"
    "\n"
    "    exact MILLISECONDS     poll of a watch: for each process its CPU clock and a pread of "
    "its\n"
    "                           open statm; the monotonic clock for every 16; one epoll_wait for "
    "all\n"
    "    idle MILLISECONDS      the same, statm only of processes that ran since the round before\n"
    "    exits MILLISECONDS     only the epoll_wait\n"
    "    one-shot MILLISECONDS  query without a watch: statm and a pidfd (before Linux 6.13: "
    "stat)\n"
    "                           opened, read and closed, and the CPU clock\n"
    "\n"
    "and with --everyone, of whom others than those to be measured may come and go:\n"
    "\n"
    "    table MILLISECONDS       refresh of a table: /proc listed, then as a poll, and one "
    "epoll_wait\n"
    "                             more\n"
    "    table-idle MILLISECONDS  the same, statm only of processes that ran since the round "
    "before\n"
    "\n"
    "and answers each with a line of four numbers: nanoseconds of CPU time per round, that is for\n"
    "all the processes once, as the best, the median and the mean, and how many rounds there "
    "were.\n"
    "0 milliseconds ask for exactly one round.\n"
    "\n"
    "Holds two descriptors per process, a pidfd and the open statm, and raises its own soft limit\n"
    "up to the hard one for them. With --statm, only that many statm files are kept open and the\n"
    "others are opened and closed each time, as a watch does beyond its budget of descriptors.\n"
    "Exit status: 0 at the end of input, 1 when a process has ended or a call failed, 2 for bad\n"
    "usage.\n";

static void answer(const command *asked, targets *set)
{
    const round_kind *kind = round_kind_prepare(asked->word, set);
    if (kind == NULL) {
        errx(EXIT_USAGE, "not a command: %s (see --help)", asked->word);
    }
    timing found = timing_measure(kind, set, asked->number);
    printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", found.best, found.median,
           found.mean, found.rounds);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(HELP, stdout);
        return EXIT_SUCCESS;
    }
    bool is_everyone = argc == 2 && strcmp(argv[1], "--everyone") == 0;
    bool is_limited = argc > 2 && strcmp(argv[1], "--statm") == 0;
    int first = is_limited ? 3 : 1;
    if (argc <= first) {
        errx(EXIT_USAGE, "no PID given (see --help)");
    }
    int32_t count = argc - first;
    int32_t kept_statm = is_limited ? (int32_t)number_parse(argv[2], 0, (uint32_t)count) : count;
    targets set =
        is_everyone ? targets_open_everyone() : targets_open(count, argv + first, kept_statm);
    command asked;
    while (command_read(&asked)) {
        answer(&asked, &set);
    }
    return EXIT_SUCCESS;
}
