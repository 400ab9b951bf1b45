#include "pages.h"

#include <sys/mman.h>

/* Of Apple Silicon; those of Intel are a quarter. */
static const size_t PAGE_BYTES = 16384;

bool pp__pages_take(pp__pages *it, size_t bytes)
{
    if (it->bytes >= bytes) {
        return true;
    }
    pp__pages_free(it);
    size_t wanted = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    void *memory = mmap(NULL, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (memory == MAP_FAILED) {
        return false;
    }
    *it = (pp__pages){.memory = memory, .bytes = wanted};
    return true;
}

void pp__pages_free(pp__pages *it)
{
    if (it->memory != NULL) {
        (void)munmap(it->memory, it->bytes);
    }
    *it = (pp__pages){.memory = NULL};
}
