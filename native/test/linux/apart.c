#include "apart.h"

#include "emulation.h"
#include "fork.h"
#include "variants.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* A forked child that cannot outlive us; 0 in the child. */
static pid_t fork_child(void)
{
    fflush(stdout);
    pid_t parent = getpid();
    pid_t child = fork();
    MUST(child >= 0);
    if (child == 0) {
        MUST(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0);
        /* In a new PID namespace the parent has no number: 0. */
        if (getppid() != parent && getppid() != 0) {
            _exit(EXIT_FAILED);
        }
    }
    return child;
}

static int result_of(pid_t child)
{
    int status = 0;
    MUST(waitpid(child, &status, 0) == child);
    bool is_result = WIFEXITED(status) &&
                     (WEXITSTATUS(status) == EXIT_PASSED || WEXITSTATUS(status) == EXIT_SKIPPED);
    if (!is_result) {
        printf("  a child process failed, wait status %#x\n", (unsigned)status);
    }
    return is_result ? WEXITSTATUS(status) : EXIT_FAILED;
}

void run_in_child(void (*body)(void))
{
    pid_t child = fork_child();
    if (child == 0) {
        case_begin();
        body();
        print_skip();
        fflush(stdout);
        _exit(case_result());
    }
    case_take_result(result_of(child));
}

int apart_run_suite(const test_suite *suite)
{
    pid_t runner = fork_child();
    if (runner == 0) {
        exit(suite_run(suite));
    }
    return result_of(runner);
}

int apart_run_fresh(const char *suite, const char *case_name)
{
    if (is_emulated()) {
        printf("  skipped: an emulated program cannot start itself anew\n");
        return EXIT_SKIPPED;
    }
    pid_t child = fork_child();
    if (child == 0) {
        const char *option = variant_count() == 1 ? "--fresh-own-way" : "--fresh";
        execl("/proc/self/exe", "procprobe_tests", option, suite, case_name, (char *)NULL);
        give_up(__FILE__, __LINE__, "execl of this program");
    }
    return result_of(child);
}
