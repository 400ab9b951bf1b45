#include "wait.h"

typedef struct group {
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    int32_t indexes[MAXIMUM_WAIT_OBJECTS];
    DWORD count;
} group;

/* The system names the first that is signalled: the ones after it are asked again. */
static void look(const group *g, pp__wait_take *take, void *context)
{
    DWORD from = 0;
    while (from < g->count) {
        DWORD result = WaitForMultipleObjects(g->count - from, g->handles + from, FALSE, 0);
        if (result >= WAIT_OBJECT_0 + (g->count - from)) {
            return; /* none */
        }
        from += result - WAIT_OBJECT_0;
        take(context, g->indexes[from]);
        from++;
    }
}

void pp__wait_for_none(int32_t count, pp__wait_handle *handle_of, pp__wait_take *take,
                       void *context)
{
    group g;
    g.count = 0;
    for (int32_t index = 0; index < count; index++) {
        HANDLE handle = handle_of(context, index);
        if (handle != NULL) {
            g.handles[g.count] = handle;
            g.indexes[g.count] = index;
            g.count++;
        }
        if (g.count == MAXIMUM_WAIT_OBJECTS) {
            look(&g, take, context);
            g.count = 0;
        }
    }
    if (g.count > 0) {
        look(&g, take, context);
    }
}
