#include "guarded.h"

#include "harness.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

guarded guarded_new(size_t bytes)
{
    size_t page = page_bytes();
    size_t size = (bytes + page - 1) / page * page;
    uint8_t *memory = mmap(NULL, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(memory != MAP_FAILED);
    MUST(size == 0 || mprotect(memory + page, size, PROT_READ | PROT_WRITE) == 0);
    return (guarded){.begin = memory + page, .end = memory + page + size};
}

void guarded_free(guarded *memory)
{
    size_t page = page_bytes();
    MUST(munmap(memory->begin - page, (size_t)(memory->end - memory->begin) + 2 * page) == 0);
    *memory = (guarded){0};
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
