#include "everyone.h"

#include "proc_list.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATM_BYTES = 160, GROWTH = 1024 };

/* Two lists in ascending order of PID that are merged to one. */
typedef struct merge {
    const targets *known;
    int32_t next_known;
    targets merged;
} merge;

static void close_target(const target *one)
{
    close(one->pidfd);
    close(one->statm_file);
}

/* What is kept open answers as long as its process has not been reaped, and never for another. */
static bool is_there(const target *one)
{
    char text[STATM_BYTES];
    return pread(one->statm_file, text, sizeof text, 0) > 0;
}

/* False when it has ended since it was listed. */
static bool open_handles(target *one, int32_t pid, int32_t epoll)
{
    if (!target_open(one, pid, epoll)) {
        if (errno != ESRCH) {
            err(EXIT_FAILURE, "pidfd_open of %d", pid);
        }
        return false;
    }
    char text[STATM_BYTES];
    one->statm_file = open(one->statm_path, O_RDONLY | O_CLOEXEC);
    if (one->statm_file < 0 && errno != ENOENT && errno != ESRCH) {
        err(EXIT_FAILURE, "opening %s", one->statm_path);
    }
    if (one->statm_file < 0 || pread(one->statm_file, text, sizeof text, 0) <= 0) {
        close_target(one);
        return false;
    }
    one->has_memory = strncmp(text, "0 ", 2) != 0;
    return true;
}

static target *make_room(targets *set)
{
    if (set->count == set->capacity) {
        set->capacity += GROWTH;
        set->all = realloc(set->all, (size_t)set->capacity * sizeof *set->all);
        if (set->all == NULL) {
            err(EXIT_FAILURE, "realloc");
        }
    }
    return &set->all[set->count];
}

/* Keeps it, or opens what has come in its place or is new; what is passed over has ended. */
static void take_listed(void *context, int32_t pid)
{
    merge *two = context;
    const targets *known = two->known;
    target *place = make_room(&two->merged);
    while (two->next_known < known->count && known->all[two->next_known].pid < pid) {
        close_target(&known->all[two->next_known++]);
    }
    const target *before = &known->all[two->next_known];
    if (two->next_known < known->count && before->pid == pid) {
        two->next_known++;
        if (is_there(before)) {
            *place = *before;
            two->merged.count++;
            return;
        }
        close_target(before);
    }
    two->merged.count += open_handles(place, pid, two->merged.epoll);
}

void everyone_follow(targets *set)
{
    merge two = {.known = set, .merged = {.is_everyone = true, .epoll = set->epoll}};
    proc_list(take_listed, &two);
    while (two.next_known < set->count) {
        close_target(&set->all[two.next_known++]);
    }
    free(set->all);
    *set = two.merged;
}
