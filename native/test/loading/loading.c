/*
 * loading LIBC LIBRARY
 *
 * Loads the library that is packed and uses it, in a process whose libc is the one that is named:
 * glibc or musl. Built once for each, over the very same library.
 */
#include "procprobe.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 64, EXIT_CODE = 7, MOST_PIDS = 1 << 16, SKIPPED = 77 };

static const int64_t MOST_WAIT_NS = 60000000000;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("%s:%d: %s: is not so\n", __FILE__, __LINE__, #condition);                      \
            exit(EXIT_FAILURE);                                                                    \
        }                                                                                          \
    } while (0)

static void *library;
static bool is_emulated; /* qemu-user: what it says of itself is made up */

/* The function of the header, from the library, as a pointer of its type. */
#define LOADED(function) (*(__typeof__(&function))find(#function))

static void *find(const char *name)
{
    void *function = dlsym(library, name);
    CHECK(function != NULL);
    return function;
}

static bool has_libc(const char *name)
{
    bool is_glibc = dlsym(RTLD_DEFAULT, "gnu_get_libc_version") != NULL;
    return is_glibc == (strcmp(name, "glibc") == 0);
}

static void check_abi(void)
{
    CHECK(LOADED(pp_abi_version)() == PP_ABI_VERSION);
    int32_t figures[1] = {0};
    CHECK(LOADED(pp_abi_layout)(figures, 1) > ROOM);
    CHECK(figures[0] == (int32_t)sizeof(pp_identity));
}

static pp_identity check_query(int32_t pid, bool has_memory)
{
    pp_sample row;
    CHECK(LOADED(pp_query_pid)(pid, PP_FIELDS_CHEAP, &row) == PP_OK);
    CHECK(row.status == PP_OK && row.pid == pid);
    CHECK((row.valid & PP_FIELD_IDENTITY) != 0 && row.token_kind != PP_TOKEN_NONE);
    CHECK((row.valid & PP_FIELD_ALIVE) != 0 && row.alive == 1);
    CHECK(!has_memory || ((row.valid & PP_FIELD_RESIDENT) != 0 && row.resident_bytes > 0));

    pp_identity who = {.pid = pid, .token_kind = row.token_kind, .start_token = row.start_token};
    CHECK(LOADED(pp_query_ids)(&who, 1, 0, &row) == 1 && row.status == PP_OK);
    who.start_token++;
    CHECK(LOADED(pp_query_ids)(&who, 1, 0, &row) == 1 && row.status == PP_REPLACED);
    who.start_token--;
    return who;
}

static void check_text(const pp_identity *who)
{
    uint8_t text[ROOM];
    int32_t length = LOADED(pp_text_name)(who, text, ROOM);
    CHECK(length > 0);
    is_emulated = length > 5 && memcmp(text, "qemu-", 5) == 0;
    CHECK(LOADED(pp_text_executable)(who, NULL, 0) == PP_TOO_SMALL);
    CHECK(LOADED(pp_status_name)(PP_GONE, text, ROOM) == 4 && memcmp(text, "GONE", 4) == 0);
}

static void check_list(int32_t pid)
{
    static int32_t pids[MOST_PIDS];
    int32_t count = LOADED(pp_list_pids)(pids, MOST_PIDS);
    CHECK(count > 0 && count <= MOST_PIDS);
    int32_t found = 0;
    for (int32_t i = 0; i < count; i++) {
        found += pids[i] == pid;
    }
    CHECK(found == 1);
}

/* A child that ends when this process closes the other end of a pipe, or ends itself. */
static int32_t start_child(int *held)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    int32_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        char byte;
        close(ends[1]);
        _exit(read(ends[0], &byte, 1) == 0 ? EXIT_CODE : EXIT_FAILURE);
    }
    close(ends[0]);
    *held = ends[1];
    return pid;
}

static void check_watch(const pp_identity *child, int held)
{
    int32_t bytes = LOADED(pp_watch_bytes)(ROOM);
    pp_watch *watch = NULL;
    CHECK(bytes > 0 && posix_memalign((void **)&watch, ROOM, (size_t)bytes) == 0);
    CHECK(LOADED(pp_watch_open)(watch, bytes, ROOM, PP_FIELDS_CHEAP, PP_WATCH_DEFAULT_BUDGET) ==
          PP_OK);
    int64_t slot = -1;
    CHECK(LOADED(pp_watch_add)(watch, child, &slot) == PP_OK);
    pp_sample row;
    CHECK(LOADED(pp_watch_poll)(watch, 0, &row, 1) == 1);
    CHECK(row.status == PP_OK && row.slot == slot && row.resident_bytes > 0);
    pp_exit ended;
    CHECK(LOADED(pp_watch_exits)(watch, &ended, 1) == 0);

    close(held);
    pp_watch_figures figures;
    CHECK(LOADED(pp_watch_stats)(watch, &figures) == PP_OK && figures.tracked == 1);
    siginfo_t info;
    CHECK(figures.looked_up > 0 ? waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT) == 0
                                : LOADED(pp_watch_await)(watch, MOST_WAIT_NS) == PP_OK);
    CHECK(LOADED(pp_watch_exits)(watch, &ended, 1) == 1);
    CHECK(ended.pid == child->pid && ended.slot == slot);
    CHECK((ended.valid & PP_FIELD_EXIT_STATUS) == 0 || ended.exit_status == EXIT_CODE);
    CHECK(waitpid(child->pid, NULL, 0) == child->pid);
    CHECK(LOADED(pp_watch_poll)(watch, 0, &row, 1) == 1 && row.status == PP_GONE);
    CHECK(LOADED(pp_watch_remove)(watch, slot) == PP_OK);
    CHECK(LOADED(pp_watch_close)(watch) == PP_OK);
    free(watch);
}

int main(int count, char **arguments)
{
    CHECK(count == 3);
    if (!has_libc(arguments[1])) {
        printf("skipped: the compiler that built this is not for %s\n", arguments[1]);
        return SKIPPED;
    }
    library = dlopen(arguments[2], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        printf("%s: %s\n", arguments[2], dlerror());
        return EXIT_FAILURE;
    }
    check_abi();
    const pp_identity self = {.pid = getpid()};
    check_text(&self);
    (void)check_query(self.pid, !is_emulated);
    check_list(self.pid);
    int held = -1;
    int32_t pid = start_child(&held);
    pp_identity child = check_query(pid, true);
    check_list(pid);
    check_watch(&child, held);
    printf("loaded and used in a process with %s\n", arguments[1]);
    return EXIT_SUCCESS;
}
