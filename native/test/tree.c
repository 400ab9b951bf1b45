/*
 * The tree over the rows of a table: sums and links against a slow oracle, on random forests and on
 * what a torn snapshot may look like.
 */
#include "tree.h"
#include "harness.h"
#include "randoms.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 300 };

static pp_sample rows[MOST_ROWS];
static pp_node nodes[MOST_ROWS];
static int32_t parents[MOST_ROWS];
static int32_t scratch[MOST_ROWS];

static void build(int32_t count)
{
    memset(nodes, 0xa5, sizeof nodes);
    for (int32_t i = 0; i < count; i++) {
        rows[i] = (pp_sample){.pid = i + 1,
                              .resident_bytes = (uint64_t)i * 3 + 1,
                              .private_bytes = (uint64_t)i * 5 + 2,
                              .cpu_total_ns = (uint64_t)i * 7 + 3};
        nodes[i].parent = parents[i];
    }
    pp__tree_build(rows, nodes, count, scratch);
}

static bool is_in_subtree(int32_t root, int32_t row)
{
    while (row != -1 && row != root) {
        row = nodes[row].parent;
    }
    return row == root;
}

static void check_sums(int32_t count)
{
    for (int32_t root = 0; root < count; root++) {
        int32_t members = 0;
        uint64_t resident = 0;
        uint64_t private_bytes = 0;
        uint64_t cpu = 0;
        for (int32_t row = 0; row < count; row++) {
            if (is_in_subtree(root, row)) {
                members++;
                resident += rows[row].resident_bytes;
                private_bytes += rows[row].private_bytes;
                cpu += rows[row].cpu_total_ns;
            }
        }
        context("root %d of %d", root, count);
        EXPECT_EQUAL(nodes[root].subtree_count, members);
        EXPECT_EQUAL(nodes[root].subtree_resident_bytes, resident);
        EXPECT_EQUAL(nodes[root].subtree_private_bytes, private_bytes);
        EXPECT_EQUAL(nodes[root].subtree_cpu_ns, cpu);
    }
}

/* Each row is listed once among the children of its parent, in ascending order. */
static void check_links(int32_t count)
{
    int32_t listed = 0;
    for (int32_t row = 0; row < count; row++) {
        int32_t before = -1;
        context("children of row %d", row);
        for (int32_t child = nodes[row].first_child; child != -1;
             child = nodes[child].next_sibling) {
            REQUIRE(child > before && child < count);
            EXPECT_EQUAL(nodes[child].parent, row);
            EXPECT_EQUAL(nodes[child].depth, nodes[row].depth + 1);
            before = child;
            listed++;
        }
        if (nodes[row].parent == -1) {
            EXPECT_EQUAL(nodes[row].depth, 0);
            EXPECT_EQUAL(nodes[row].next_sibling, -1);
            listed++;
        }
    }
    EXPECT_EQUAL(listed, count);
}

static void nothing(void)
{
    build(0);
}

static void one(void)
{
    parents[0] = -1;
    build(1);
    check_links(1);
    check_sums(1);
}

static void chain(void)
{
    for (int32_t i = 0; i < MOST_ROWS; i++) {
        parents[i] = i - 1;
    }
    build(MOST_ROWS);
    check_links(MOST_ROWS);
    check_sums(MOST_ROWS);
    EXPECT_EQUAL(nodes[MOST_ROWS - 1].depth, MOST_ROWS - 1);
}

/* PIDs are used again in any order: a parent may have a greater one than its child. */
static void random_forests(void)
{
    randoms r = {.state = 20261121};
    for (int32_t round = 0; round < 100; round++) {
        int32_t count = 1 + (int32_t)random_below(&r, 60);
        int32_t order[MOST_ROWS] = {0};
        for (int32_t i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int32_t i = count - 1; i > 0; i--) {
            int32_t j = (int32_t)random_below(&r, (uint32_t)i + 1);
            int32_t swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        parents[order[0]] = -1;
        for (int32_t i = 1; i < count; i++) {
            bool is_root = random_below(&r, 8) == 0;
            parents[order[i]] = is_root ? -1 : order[random_below(&r, (uint32_t)i)];
        }
        build(count);
        for (int32_t i = 0; i < count; i++) {
            EXPECT_EQUAL(nodes[i].parent, parents[i]);
        }
        check_links(count);
        check_sums(count);
    }
}

static void circle_ends_in_its_least_row(void)
{
    /* 4 -> 2 -> 3 -> 4, with 5 below 3, and 0 -> 0, and 1 a root. */
    static const int32_t torn[] = {0, -1, 3, 4, 2, 3};
    memcpy(parents, torn, sizeof torn);
    build(6);
    EXPECT_EQUAL(nodes[0].parent, -1);
    EXPECT_EQUAL(nodes[2].parent, -1);
    EXPECT_EQUAL(nodes[4].parent, 2);
    EXPECT_EQUAL(nodes[3].parent, 4);
    EXPECT_EQUAL(nodes[5].parent, 3);
    check_links(6);
    check_sums(6);
}

/* Whatever parents are named, it ends, and every row is in one tree. */
static void random_parents(void)
{
    randoms r = {.state = 4711};
    for (int32_t round = 0; round < 200; round++) {
        int32_t count = 1 + (int32_t)random_below(&r, 40);
        for (int32_t i = 0; i < count; i++) {
            parents[i] = (int32_t)random_below(&r, (uint32_t)count + 1) - 1;
        }
        build(count);
        check_links(count);
        check_sums(count);
    }
}

DEFINE_SUITE(tree, CASE(nothing), CASE(one), CASE(chain), CASE(random_forests),
             CASE(circle_ends_in_its_least_row), CASE(random_parents));
