#include "pp_internal.h"
#include "snapshot.h"

int32_t pp_os_list_pids(int32_t *pids, int32_t capacity)
{
    pp__snapshot all = {.count = 0};
    int32_t status = pp__snapshot_take(&all);
    for (int32_t i = 0; i < all.count && i < capacity; i++) {
        pids[i] = all.entries[i].pid;
    }
    int32_t result = status == PP_OK ? all.count : status;
    pp__snapshot_free(&all);
    return result;
}
