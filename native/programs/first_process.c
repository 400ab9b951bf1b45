/*
 * The first process of a PID namespace: runs a command, and reaps all that are given to it.
 *
 *     unshare --pid --fork --mount-proc procprobe_first_process COMMAND...
 *
 * Exit status: that of the command, or 128 plus the signal that ended it.
 */
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_SIGNALLED = 128 };

int main(int argc, char **argv)
{
    if (argc < 2) {
        errx(EXIT_USAGE, "give the command to run");
    }
    pid_t command = fork();
    if (command < 0) {
        err(EXIT_FAILURE, "fork");
    }
    if (command == 0) {
        execvp(argv[1], argv + 1);
        err(EXIT_FAILURE, "%s", argv[1]);
    }
    int status = 0;
    pid_t ended = 0;
    while (ended != command) {
        ended = wait(&status);
    }
    return WIFSIGNALED(status) ? EXIT_SIGNALLED + WTERMSIG(status) : WEXITSTATUS(status);
}
