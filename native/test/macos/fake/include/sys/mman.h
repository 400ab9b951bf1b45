#ifndef PP_FAKE_SYS_MMAN_H
#define PP_FAKE_SYS_MMAN_H

#include_next <sys/mman.h>

void *fake_mmap(void *where, size_t bytes, int protection, int flags, int file, off_t offset);

int fake_munmap(void *where, size_t bytes);

#define mmap fake_mmap
#define munmap fake_munmap
#ifndef MAP_ANON
#define MAP_ANON MAP_ANONYMOUS
#endif

#endif
