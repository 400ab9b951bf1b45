#include "kernel.h"
#include "pp_internal.h"
#include "process.h"
#include "procfs.h"
#include "sys.h"

typedef struct listing {
    int32_t *pids;
    int32_t capacity;
    int32_t count;
} listing;

static bool take_pid(void *context, int32_t pid)
{
    listing *list = context;
    if (list->count < list->capacity) {
        list->pids[list->count] = pid;
    }
    list->count++;
    return list->count < INT32_MAX;
}

int32_t pp_os_list_pids(int32_t *pids, int32_t capacity)
{
    int32_t procfs = pp__kernel_check_procfs();
    if (procfs != PP_OK) {
        return procfs;
    }
    listing list = {.pids = pids, .capacity = capacity, .count = 0};
    int32_t error = pp__procfs_numbers("/proc", take_pid, &list);
    return error < 0 ? pp__process_status_of(pp__sys_getpid(), error) : list.count;
}
