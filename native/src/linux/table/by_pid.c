#include "by_pid.h"

int32_t pp__table_buckets_for(int32_t capacity)
{
    int32_t buckets = 4;
    while (buckets < capacity * 2) {
        buckets *= 2;
    }
    return buckets;
}

/* PIDs come in runs, which a multiplication by the golden ratio spreads over all buckets. */
static int32_t bucket_of(const pp_table *t, int32_t pid)
{
    return (int32_t)((uint32_t)pid * 2654435769U >> 7) & (t->buckets - 1);
}

void pp__by_pid_clear(pp_table *t)
{
    int32_t *hash = pp__table_hash(t);
    for (int32_t i = 0; i < t->buckets; i++) {
        hash[i] = PP__NO_INDEX;
    }
}

void pp__by_pid_put(pp_table *t, int32_t pid, int32_t slot)
{
    pp_watch *w = pp__table_watch(t);
    int32_t *hash = pp__table_hash(t);
    int32_t at = bucket_of(t, pid);
    while (hash[at] != PP__NO_INDEX && pp__slot_at(w, hash[at])->pid != pid) {
        at = (at + 1) & (t->buckets - 1);
    }
    hash[at] = slot;
}

int32_t pp__by_pid_find(pp_table *t, int32_t pid)
{
    pp_watch *w = pp__table_watch(t);
    const int32_t *hash = pp__table_hash(t);
    int32_t at = bucket_of(t, pid);
    while (hash[at] != PP__NO_INDEX && pp__slot_at(w, hash[at])->pid != pid) {
        at = (at + 1) & (t->buckets - 1);
    }
    return hash[at];
}
