/*
 * Tables against random trees whose makers say who is whose child: exactly as they say while nothing
 * happens, and free of contradictions while processes start and end.
 */
#include "forest.h"
#include "harness.h"
#include "kernel.h"
#include "namespaces.h"
#include "pace.h"
#include "procprobe.h"
#include "variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOT_PERMITTED "needs root, and leave to make PID and mount namespaces"

#define FIELDS                                                                                     \
    (PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT | PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | \
     PP_FIELD_VIRTUAL | PP_FIELD_CPU_TOTAL)

enum { TREES = 1000, TREES_PER_VARIANT = 12, CAPACITY = 2 * FOREST_MOST + 16, NONE = -1 };

/* ----------------------------------------------------------------------------------- a table -- */

typedef struct followed {
    const char *name;
    int32_t budget;
    int64_t memory_max_age_ns;
    pp_table *memory;
    pp_sample rows[CAPACITY];
    pp_node nodes[CAPACITY];
    _Alignas(8) uint8_t names[CAPACITY * PP_TABLE_NAME_BYTES];
    int32_t count;
    int32_t members[CAPACITY]; /* of the forest, by row; NONE for others */
} followed;

static void open_table(followed *t)
{
    int32_t bytes = pp_table_bytes(CAPACITY);
    t->memory = aligned_alloc(64, ((size_t)bytes + 63) / 64 * 64);
    MUST(t->memory != NULL);
    EXPECT_EQUAL(pp_table_open(t->memory, bytes, CAPACITY, FIELDS, t->budget), PP_OK);
}

static void close_table(followed *t)
{
    EXPECT_EQUAL(pp_table_close(t->memory), PP_OK);
    free(t->memory);
}

static void refresh(followed *t)
{
    t->count =
        pp_table_refresh(t->memory, t->memory_max_age_ns, t->rows, t->nodes, t->names, CAPACITY);
    MUST(t->count > 0);
    for (int32_t i = 0; i < t->count; i++) {
        t->members[i] = forest_member_of(t->rows[i].pid);
    }
}

static int32_t row_of(const followed *t, int32_t pid)
{
    for (int32_t i = 0; i < t->count; i++) {
        if (t->rows[i].pid == pid) {
            return i;
        }
    }
    return NONE;
}

/* --------------------------------------------------------------------------- what is checked -- */

/* How often what was wrong, and how much there was to be right. */
typedef struct tally {
    int64_t wrong_order;
    int64_t wrong_link;
    int64_t wrong_depth;
    int64_t wrong_sum;
    int64_t wrong_edge;
    int64_t wrong_descendants;
    int64_t wrong_memory;
    int64_t wrong_orphan;
    int64_t wrong_life;
    int64_t wrong_end;
    int64_t trees;
    int64_t refreshes;
    int64_t torn; /* refreshes while which members ended */
    int64_t ends;
    int64_t orphans;
    int32_t deepest;
    int32_t widest;
} tally;

static void expect_nothing_wrong(const tally *seen)
{
    EXPECT_EQUAL(seen->wrong_order, 0);
    EXPECT_EQUAL(seen->wrong_link, 0);
    EXPECT_EQUAL(seen->wrong_depth, 0);
    EXPECT_EQUAL(seen->wrong_sum, 0);
    EXPECT_EQUAL(seen->wrong_edge, 0);
    EXPECT_EQUAL(seen->wrong_descendants, 0);
    EXPECT_EQUAL(seen->wrong_memory, 0);
    EXPECT_EQUAL(seen->wrong_orphan, 0);
    EXPECT_EQUAL(seen->wrong_life, 0);
    EXPECT_EQUAL(seen->wrong_end, 0);
}

typedef struct sums {
    int64_t count;
    uint64_t resident;
    uint64_t private;
    uint64_t cpu;
} sums;

static sums sums_of_row(const pp_sample *row)
{
    return (sums){1, row->resident_bytes, row->private_bytes, row->cpu_total_ns};
}

static sums sums_of_node(const pp_node *node)
{
    return (sums){node->subtree_count, node->subtree_resident_bytes, node->subtree_private_bytes,
                  node->subtree_cpu_ns};
}

static void add(sums *to, sums more)
{
    to->count += more.count;
    to->resident += more.resident;
    to->private += more.private;
    to->cpu += more.cpu;
}

static bool are_equal(sums one, sums other)
{
    return one.count == other.count && one.resident == other.resident &&
           one.private == other.private && one.cpu == other.cpu;
}

static int64_t wrongs(const tally *seen)
{
    return seen->wrong_order + seen->wrong_link + seen->wrong_depth + seen->wrong_sum +
           seen->wrong_edge + seen->wrong_descendants + seen->wrong_memory + seen->wrong_orphan +
           seen->wrong_life + seen->wrong_end;
}

/* ------------------------------------------------------------------ of any tree, also a torn -- */

/* The children of a row: each names it as its parent, and all together make up its sums. */
static void check_children(const followed *t, int32_t row, int32_t *met, tally *seen)
{
    const pp_node *nodes = t->nodes;
    sums all = sums_of_row(&t->rows[row]);
    int32_t before = NONE;
    for (int32_t child = nodes[row].first_child; child != NONE && *met < t->count;
         child = nodes[child].next_sibling) {
        (*met)++;
        seen->wrong_order += child <= before;
        seen->wrong_link += nodes[child].parent != row;
        seen->wrong_depth += nodes[child].depth != nodes[row].depth + 1;
        /* Nobody is older than who made it. */
        seen->wrong_edge += nodes[row].start_time_ns > nodes[child].start_time_ns;
        add(&all, sums_of_node(&nodes[child]));
        before = child;
    }
    seen->wrong_sum += !are_equal(all, sums_of_node(&nodes[row]));
}

/*
 * Whoever has a parent is met once among the children of one row, and the depth grows on the way
 * from it: so there are no circles, and each row is in one tree.
 */
static void check_shape(const followed *t, tally *seen)
{
    int32_t met = 0;
    int32_t with_parent = 0;
    for (int32_t i = 0; i < t->count; i++) {
        int32_t parent = t->nodes[i].parent;
        seen->wrong_order += i > 0 && t->rows[i].pid <= t->rows[i - 1].pid;
        seen->wrong_link += parent < NONE || parent >= t->count || parent == i;
        seen->wrong_depth += parent == NONE && t->nodes[i].depth != 0;
        seen->wrong_edge += parent != NONE && t->rows[parent].pid != t->rows[i].parent_pid;
        with_parent += parent != NONE;
        check_children(t, i, &met, seen);
    }
    seen->wrong_link += met != with_parent;
    seen->refreshes++;
}

/* A process can become a child of one of its ancestors only, or of the first process. */
static bool is_ancestor(const forest *f, int32_t parent, int32_t member)
{
    int32_t ancestor = f->members[member].parent;
    while (ancestor >= 0 && ancestor != parent) {
        ancestor = f->members[ancestor].parent;
    }
    return ancestor == parent;
}

/* Who was there all the time, among people who were, is where it was made. */
static bool is_in_place(const followed *t, const forest *f, int32_t member)
{
    const forest_member *it = &f->members[member];
    int32_t row = row_of(t, atomic_load(&it->pid));
    int32_t parent = it->parent < 0 ? forest_gardener() : atomic_load(&f->members[it->parent].pid);
    return row != NONE && t->nodes[row].parent == row_of(t, parent);
}

/* The first of a tree stay with the gardener, who lives as long as they do. */
static bool is_possible(const followed *t, const forest *f, int32_t member, int32_t parent_row)
{
    int32_t parent = t->members[parent_row];
    bool is_first = f->members[member].parent == FOREST_GARDENER;
    return parent == NONE ? t->rows[parent_row].pid == (is_first ? forest_gardener() : getpid())
                          : is_ancestor(f, parent, member);
}

/* While members end: rows may be missing and edges old, but no edge is one that never was. */
static void check_torn(const followed *t, const forest *f, tally *seen)
{
    for (int32_t i = 0; i < t->count; i++) {
        int32_t parent = t->nodes[i].parent;
        if (parent != NONE) {
            seen->wrong_edge += t->members[i] == NONE ? t->members[parent] != NONE
                                                      : !is_possible(t, f, t->members[i], parent);
        }
    }
    bool has_stayed[FOREST_MOST]; /* and its ancestors have */
    for (int32_t i = 0; i < f->count; i++) {
        int32_t parent = f->members[i].parent;
        has_stayed[i] =
            !atomic_load(&f->members[i].is_doomed) && (parent < 0 || has_stayed[parent]);
        seen->wrong_descendants += has_stayed[i] && !is_in_place(t, f, i);
    }
}

/* ------------------------------------------------------------------------- of one that rests -- */

static int32_t parent_pid_of(const forest *f, const forest_member *it)
{
    if (it->parent_now < 0) {
        return it->parent_now == FOREST_GARDENER ? forest_gardener() : getpid();
    }
    return atomic_load(&f->members[it->parent_now].pid);
}

static void check_row(const followed *t, const forest *f, int32_t row, tally *seen)
{
    int32_t member = t->members[row];
    const forest_member *it = &f->members[member];
    const pp_sample *is = &t->rows[row];
    bool lives = it->state == FOREST_LIVES;
    seen->wrong_edge += is->parent_pid != parent_pid_of(f, it);
    seen->wrong_memory +=
        lives ? is->virtual_bytes != forest_virtual_bytes(member) || is->resident_bytes == 0
              : is->virtual_bytes + is->resident_bytes + is->private_bytes != 0;
    seen->wrong_life += it->state == FOREST_GONE || is->alive != (uint32_t)lives;
    bool is_orphan = it->parent_now != it->parent;
    seen->wrong_orphan += ((t->nodes[row].marks & PP_NODE_ORPHAN) != 0) != is_orphan;
    seen->orphans += is_orphan;
}

/* The sums over those whom the makers know as descendants, compared with those of the table. */
static void check_sums(const followed *t, const forest *f, tally *seen)
{
    static sums all[FOREST_MOST];
    memset(all, 0, sizeof all);
    for (int32_t i = 0; i < t->count; i++) {
        sums own = sums_of_row(&t->rows[i]);
        for (int32_t at = t->members[i]; at >= 0; at = f->members[at].parent_now) {
            add(&all[at], own);
        }
    }
    for (int32_t i = 0; i < t->count; i++) {
        int32_t member = t->members[i];
        if (member != NONE) {
            seen->wrong_sum += !are_equal(all[member], sums_of_node(&t->nodes[i]));
        }
    }
}

/* Exactly those are in the subtree of each member who descend from it. */
static void check_descendants(const followed *t, const forest *f, tally *seen)
{
    for (int32_t i = 0; i < t->count; i++) {
        int32_t expected = t->members[i] == NONE ? NONE : f->members[t->members[i]].parent_now;
        int32_t parent = t->nodes[i].parent;
        int32_t found = parent == NONE ? NONE : t->members[parent];
        seen->wrong_descendants += (expected < 0 ? NONE : expected) != found;
    }
}

static void check_resting(const followed *t, const forest *f, tally *seen)
{
    int32_t living = 2; /* the first process and the gardener */
    int32_t zombies = 0;
    for (int32_t i = 0; i < f->count; i++) {
        living += f->members[i].state == FOREST_LIVES;
        zombies += f->members[i].state == FOREST_ZOMBIE;
    }
    seen->wrong_descendants += t->count != living + zombies;
    for (int32_t i = 0; i < t->count; i++) {
        if (t->members[i] != NONE) {
            check_row(t, f, i, seen);
        }
    }
    check_sums(t, f, seen);
    check_descendants(t, f, seen);
    pp_watch_figures figures;
    seen->wrong_life += pp_table_stats(t->memory, &figures) != PP_OK;
    seen->wrong_life += figures.tracked - figures.ended != living; /* nobody is kept for good */
}

/* ------------------------------------------------------------------------------------ rounds -- */

/* Those of an earlier forest, which the table has not followed to its end. */
static void forget_ends(followed *t)
{
    pp_exit ends[CAPACITY];
    (void)pp_table_gone(t->memory, ends, CAPACITY);
}

/* Each end is told once, and only of those who have ended. */
static void take_ends(followed *t, const forest *f, int32_t *told, tally *seen)
{
    pp_exit ends[CAPACITY];
    int32_t count = pp_table_gone(t->memory, ends, CAPACITY);
    seen->wrong_end += count < 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t member = forest_member_of(ends[i].pid);
        seen->wrong_end += member == NONE || !atomic_load(&f->members[member].is_doomed);
        told[member < 0 ? 0 : member]++;
        seen->ends++;
    }
}

static int32_t count_doomed(const forest *f)
{
    int32_t doomed = 0;
    for (int32_t i = 0; i < f->count; i++) {
        doomed += atomic_load(&f->members[i].is_doomed);
    }
    return doomed;
}

/*
 * The table may look meanwhile, or find all at once. What it has found of an earlier forest it has
 * to give up without being asked for it.
 */
static void follow_growth(followed *t, const forest *f, bool looks_meanwhile, tally *seen)
{
    forest_order(FOREST_GROW);
    while (!forest_is_quiet()) {
        if (looks_meanwhile) {
            refresh(t);
            check_shape(t, seen);
        }
        forest_reap();
    }
    refresh(t);
    check_shape(t, seen);
    check_torn(t, f, seen);
    check_resting(t, f, seen);
    forget_ends(t);
}

static void follow_ends(followed *t, const forest *f, enum forest_work work, int32_t *told,
                        tally *seen)
{
    int32_t doomed = count_doomed(f);
    bool is_quiet = false;
    forest_order(work);
    while (!is_quiet) {
        is_quiet = forest_is_quiet();
        refresh(t);
        int32_t doomed_now = count_doomed(f);
        seen->torn += doomed_now > doomed;
        doomed = doomed_now;
        check_shape(t, seen);
        check_torn(t, f, seen);
        take_ends(t, f, told, seen);
        forest_reap();
    }
    check_resting(t, f, seen);
    for (int32_t i = 0; i < f->count; i++) {
        seen->wrong_end += told[i] != (int32_t)atomic_load(&f->members[i].is_doomed);
    }
}

static void note_plan(const forest *f, tally *seen)
{
    seen->trees += f->trees;
    for (int32_t i = 0; i < f->count; i++) {
        const forest_member *it = &f->members[i];
        seen->deepest = it->depth > seen->deepest ? it->depth : seen->deepest;
        seen->widest = it->children > seen->widest ? it->children : seen->widest;
    }
}

/*
 * Now and then the table does not look when all are ended, and then finds their numbers in the
 * possession of the next ones.
 */
static void follow_forest(followed *t, const forest *f, randoms *from, tally *seen)
{
    int32_t told[FOREST_MOST] = {0};
    note_plan(f, seen);
    follow_growth(t, f, random_below(from, 2) == 0, seen);
    follow_ends(t, f, FOREST_THIN, told, seen);
    if (random_below(from, 2) == 0) {
        follow_ends(t, f, FOREST_CLEAR, told, seen);
        return;
    }
    forest_order(FOREST_CLEAR);
    while (!forest_is_quiet()) {
        forest_reap();
    }
}

/* Each forest is followed by one table, drawn at random; all find the same few numbers in use. */
static void follow_trees(const char *variant, followed *tables, int32_t count, int64_t trees,
                         tally *seen)
{
    randoms from = {.state = 0x7ee5};
    uint32_t features = pp__kernel_features();
    /* What nothing is held of and only start ticks tell apart may not be replaced within a tick. */
    bool is_told_apart = (features & PP__PIDFS) != 0;
    forest *f = forest_begin(0x6a4d, is_told_apart);
    for (int32_t i = 0; i < count; i++) {
        open_table(&tables[i]);
    }
    while (seen->trees < trees && wrongs(seen) == 0) {
        followed *t = &tables[random_below(&from, (uint32_t)count)];
        context("%s, %s, after %lld trees", variant, t->name, (long long)seen->trees);
        forest_plan(&from, 1 + (int32_t)random_below(&from, FOREST_TREES));
        follow_forest(t, f, &from, seen);
        expect_nothing_wrong(seen);
    }
    for (int32_t i = 0; i < count; i++) {
        close_table(&tables[i]);
    }
    forest_end();
}

/* Great enough to hold all, and the few that make the rest be looked up. */
enum { TABLES = 4, HOLDS_ALL = 4 * FOREST_MOST, HOLDS_SOME = 20 };

static followed all_tables[TABLES] = {
    {.name = "all held", .budget = HOLDS_ALL},
    {.name = "all held, idle-aware", .budget = HOLDS_ALL, .memory_max_age_ns = INT64_MAX},
    {.name = "some held", .budget = HOLDS_SOME},
    {.name = "nothing held, idle-aware", .budget = 0, .memory_max_age_ns = INT64_MAX},
};

static void follow_many_trees(void)
{
    tally seen = {0};
    int64_t trees = paced(TREES);
    mount_proc(NULL);
    follow_trees("all features", all_tables, TABLES, trees, &seen);
    /* Or there was nothing that could have been wrong. */
    EXPECT(seen.trees >= trees);
    EXPECT(seen.torn > trees / 4);
    EXPECT(seen.ends > 5 * trees);
    EXPECT(seen.orphans > trees);
    if (trees == TREES) { /* fewer need not have such */
        EXPECT_EQUAL(seen.deepest, FOREST_DEEPEST);
        EXPECT(seen.widest >= 200);
    }
}

static void many_trees(void)
{
    if (!run_as_first_process(follow_many_trees)) {
        SKIP(NOT_PERMITTED);
    }
}

static void follow_few_trees(void)
{
    mount_proc(NULL);
    for (int32_t variant = 0; variant < variant_count(); variant++) {
        tally seen = {0};
        const char *name = variant_use(variant);
        follow_trees(name, all_tables, TABLES, paced(TREES_PER_VARIANT), &seen);
    }
}

static void few_trees_per_variant(void)
{
    if (!run_as_first_process(follow_few_trees)) {
        SKIP(NOT_PERMITTED);
    }
}

DEFINE_SUITE(table_trees, CASE_FRESH(few_trees_per_variant), CASE_FRESH(many_trees));
