#include "guarded.h"

#include "harness.h"

#include <string.h>
#include <windows.h>

static size_t page_bytes(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwPageSize;
}

guarded guarded_new(size_t bytes)
{
    size_t page = page_bytes();
    size_t size = (bytes + page - 1) / page * page;
    uint8_t *memory = VirtualAlloc(NULL, size + 2 * page, MEM_RESERVE, PAGE_NOACCESS);
    MUST(memory != NULL);
    MUST(size == 0 || VirtualAlloc(memory + page, size, MEM_COMMIT, PAGE_READWRITE) != NULL);
    return (guarded){.begin = memory + page, .end = memory + page + size};
}

void guarded_free(guarded *memory)
{
    MUST(VirtualFree(memory->begin - page_bytes(), 0, MEM_RELEASE));
    *memory = (guarded){.begin = NULL};
}

uint8_t *guarded_last(const guarded *memory, size_t length)
{
    MUST(length <= (size_t)(memory->end - memory->begin));
    return memory->end - length;
}

uint8_t *guarded_put(const guarded *memory, const void *bytes, size_t length)
{
    uint8_t *at = guarded_last(memory, length);
    memcpy(at, bytes, length);
    return at;
}
