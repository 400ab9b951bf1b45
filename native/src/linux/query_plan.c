#include "query_plan.h"

#include "kernel.h"
#include "procprobe.h"

static bool has(uint64_t mask, uint64_t bits)
{
    return (mask & bits) != 0;
}

/* The best sources, as if this kernel had everything. */
static uint32_t first_choice(uint64_t fields, uint32_t token_kind)
{
    uint32_t sources = 0;
    if (has(fields, PP__FIELDS_MEMORY)) {
        sources |= PP__FROM_STATM;
    }
    if (has(fields, PP_FIELDS_STALL)) {
        sources |= PP__FROM_ROLLUP | PP__FROM_STATM; /* statm tells who has no memory at all */
    }
    if (has(fields, PP_FIELDS_TEXT) || token_kind == PP_TOKEN_START_TICKS) {
        sources |= PP__FROM_STAT;
    }
    if (has(fields, PP_FIELD_CPU_TOTAL)) {
        sources |= PP__FROM_CLOCK;
    }
    if (has(fields, PP_FIELD_ALIVE) || token_kind == PP_TOKEN_PIDFD_INODE) {
        sources |= PP__FROM_PIDFD;
    }
    if (has(fields, PP_FIELD_UID) ||
        (has(fields, PP_FIELD_PARENT) && !has(sources, PP__FROM_STAT))) {
        sources |= PP__FROM_PIDFD | PP__FROM_INFO;
    }
    return sources;
}

/* Replaces what this kernel has not by what every kernel has. */
static uint32_t fall_back(uint32_t sources, uint64_t fields, uint32_t features)
{
    if (has(sources, PP__FROM_CLOCK) && !has(features, PP__CPU_CLOCK)) {
        sources = (sources & ~(uint32_t)PP__FROM_CLOCK) | PP__FROM_STAT;
    }
    if (has(sources, PP__FROM_INFO) && !has(features, PP__PIDFD_INFO)) {
        sources &= ~(uint32_t)PP__FROM_INFO;
        if (has(fields, PP_FIELD_UID)) {
            sources |= PP__FROM_OWNER;
        }
        if (has(fields, PP_FIELD_PARENT)) {
            sources |= PP__FROM_STAT;
        }
    }
    if (has(sources, PP__FROM_PIDFD) && !has(features, PP__PIDFD)) {
        sources &= ~(uint32_t)PP__FROM_PIDFD;
        if (has(fields, PP_FIELD_ALIVE)) {
            sources |= PP__FROM_STAT;
        }
    }
    return sources;
}

pp__query_plan pp__query_plan_for(uint64_t fields, uint32_t expected_kind, uint32_t features,
                                  bool with_files)
{
    if (!has(features, PP__PIDFD)) {
        features &= ~(uint32_t)(PP__PIDFS | PP__PIDFD_INFO); /* both are asked of a pidfd */
    }
    uint32_t token_kind = expected_kind;
    if (token_kind == PP_TOKEN_NONE && has(fields, PP_FIELD_IDENTITY)) {
        token_kind = has(features, PP__PIDFS) ? PP_TOKEN_PIDFD_INODE : PP_TOKEN_START_TICKS;
    }
    uint32_t sources = fall_back(first_choice(fields, token_kind), fields, features);
    if (!with_files) {
        if (has(fields, PP_FIELD_PARENT) && has(features, PP__PIDFD_INFO)) {
            sources |= PP__FROM_PIDFD | PP__FROM_INFO; /* instead of stat */
        }
        sources &= ~(uint32_t)PP__FROM_FILES;
    }
    /* The number of a thread is not that of a process: the clock and the pidfd tell, /proc does
     * not. */
    if (!has(sources, PP__FROM_CLOCK | PP__FROM_PIDFD)) {
        sources |= has(features, PP__CPU_CLOCK) ? PP__FROM_CLOCK : with_files ? PP__FROM_STATUS : 0;
    }
    /*
     * A single source is of one process by itself, and so is a pidfd with what is asked of it;
     * several need a handle that outlasts them. (Removing the lowest bit leaves something: there
     * are several.)
     */
    uint32_t separate = sources & ~(uint32_t)PP__FROM_INFO;
    bool several = (separate & (separate - 1)) != 0;
    if (several && !has(sources, PP__FROM_STATM | PP__FROM_STAT | PP__FROM_PIDFD) && with_files) {
        sources |= PP__FROM_STAT;
    }
    return (pp__query_plan){.sources = sources, .token_kind = token_kind, .needs_proof = several};
}
