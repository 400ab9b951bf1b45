#include "snapshot.h"

#include "apple.h"
#include "parse/failure.h"
#include "procprobe.h"

/* Processes start between the question how many there are and the next: then it is ENOMEM. */
enum { MOST_TRIES = 8, SLACK_RECORDS = 16, SLACK_PART = 8 };

static const size_t MOST_BYTES = (size_t)64 << 20;

static int32_t ask(void *out, size_t *length)
{
    int names[] = {CTL_KERN, KERN_PROC, KERN_PROC_ALL};
    return sysctl(names, 3, out, length, NULL, 0) == 0 ? 0 : errno;
}

/* How many bytes were answered. PP_OK, or why there is nothing. */
static int32_t read_records(pp__snapshot *it, size_t *length)
{
    for (int32_t tries = 0; tries < MOST_TRIES; tries++) {
        size_t needed = 0;
        int32_t error = ask(NULL, &needed);
        if (error != 0) {
            return pp__status_of_errno(error);
        }
        /* An eighth more, and more with each try. */
        needed +=
            (size_t)(tries + 1) * (needed / SLACK_PART + (size_t)SLACK_RECORDS * PP__KINFO_BYTES);
        if (needed > MOST_BYTES || !pp__pages_take(&it->pages, needed)) {
            return PP_AGAIN;
        }
        *length = it->pages.bytes;
        error = ask(it->pages.memory, length);
        if (error != ENOMEM) {
            return error == 0 ? PP_OK : pp__status_of_errno(error);
        }
    }
    return PP_AGAIN;
}

/* ------------------------------------------------------------------------------------ sorting -- */

static void sift_down(pp__entry *heap, int32_t root, int32_t count)
{
    for (int32_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && heap[child + 1].pid > heap[child].pid) {
            child++;
        }
        if (heap[root].pid >= heap[child].pid) {
            return;
        }
        pp__entry kept = heap[root];
        heap[root] = heap[child];
        heap[child] = kept;
        root = child;
    }
}

/* A heap needs neither recursion nor memory. */
static void sort_by_pid(pp__entry *entries, int32_t count)
{
    for (int32_t root = count / 2 - 1; root >= 0; root--) {
        sift_down(entries, root, count);
    }
    for (int32_t last = count - 1; last > 0; last--) {
        pp__entry kept = entries[0];
        entries[0] = entries[last];
        entries[last] = kept;
        sift_down(entries, 0, last);
    }
}

/* A process may be listed as a living one and, a moment later, among the zombies: once is enough. */
static void leave_out_doubles(pp__snapshot *it)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < it->count; i++) {
        if (kept == 0 || it->entries[kept - 1].pid != it->entries[i].pid) {
            it->entries[kept++] = it->entries[i];
        }
    }
    it->count = kept;
}

/* ----------------------------------------------------------------------------------- snapshot -- */

_Static_assert(sizeof(pp__entry) <= PP__KINFO_BYTES, "an entry fits in the place of its record");

/* The entries are put over the records that have been read already. */
static int32_t take_records(pp__snapshot *it, size_t length)
{
    if (length % PP__KINFO_BYTES != 0) {
        return PP_MALFORMED;
    }
    it->entries = (pp__entry *)(void *)it->pages.memory;
    for (size_t at = 0; at < length; at += PP__KINFO_BYTES) {
        pp__kinfo info;
        if (!pp__parse_kinfo(it->pages.memory + at, PP__KINFO_BYTES, &info)) {
            return PP_MALFORMED;
        }
        if (info.pid > 0) {
            it->entries[it->count++] = (pp__entry){
                .pid = info.pid, .parent_pid = info.parent_pid, .start_us = info.start_us};
        }
    }
    sort_by_pid(it->entries, it->count);
    leave_out_doubles(it);
    return PP_OK;
}

int32_t pp__snapshot_take(pp__snapshot *it)
{
    size_t length = 0;
    it->count = 0;
    int32_t status = read_records(it, &length);
    if (status == PP_OK) {
        status = take_records(it, length);
    }
    it->count = status == PP_OK ? it->count : 0;
    return status == PP_GONE ? PP_OS_ERROR : status;
}

void pp__snapshot_free(pp__snapshot *it)
{
    pp__pages_free(&it->pages);
    it->entries = NULL;
    it->count = 0;
}
