/*
 * Families of real processes: children, descendants, and numbers of parents that are no more.
 */
#include "children.h"
#include "guarded.h"
#include "harness.h"
#include "process.h"
#include "procprobe.h"
#include "rows.h"

enum { CHILDREN = 3, GRANDCHILDREN = 2, ALL = CHILDREN * (1 + GRANDCHILDREN), ROOM = 64 };

typedef struct tree {
    child children[CHILDREN];
    int32_t grandchildren[CHILDREN][GRANDCHILDREN];
} tree;

static tree grow(void)
{
    tree it;
    for (int i = 0; i < CHILDREN; i++) {
        it.children[i] = child_obedient();
        for (int k = 0; k < GRANDCHILDREN; k++) {
            it.grandchildren[i][k] = (int32_t)child_order(&it.children[i], ORDER_FORK, 0);
        }
    }
    return it;
}

static void fell(tree *it)
{
    for (int i = 0; i < CHILDREN; i++) {
        child_end(&it->children[i]); /* the others end with its channel */
    }
}

static int32_t index_of(const pp_identity *members, int32_t count, int32_t pid)
{
    int32_t at = 0;
    while (at < count && members[at].pid != pid) {
        at++;
    }
    return at < count ? at : -1;
}

static void of_all_levels(void)
{
    tree it = grow();
    pp_identity own = identity_of(own_process());
    pp_identity members[ROOM];
    int32_t count = pp_list_children(&own, members, ROOM);
    for (int i = 0; i < CHILDREN; i++) {
        int32_t at = index_of(members, count, it.children[i].pid);
        REQUIRE(at >= 0);
        EXPECT_EQUAL(members[at].start_token, identity_of(it.children[i].pid).start_token);
        for (int k = 0; k < GRANDCHILDREN; k++) {
            EXPECT_EQUAL(index_of(members, count, it.grandchildren[i][k]), -1);
        }
    }
    count = pp_list_descendants(&own, members, ROOM);
    EXPECT(count >= ALL);
    for (int i = 0; i < CHILDREN; i++) {
        int32_t at = index_of(members, count, it.children[i].pid);
        for (int k = 0; k < GRANDCHILDREN; k++) {
            EXPECT(index_of(members, count, it.grandchildren[i][k]) > at);
            pp_sample row = query_id(members[index_of(members, count, it.grandchildren[i][k])],
                                     PP_FIELD_PARENT);
            EXPECT_EQUAL(row.parent_pid, it.children[i].pid);
        }
    }
    pp_identity one = identity_of(it.children[1].pid);
    EXPECT_EQUAL(pp_list_children(&one, members, ROOM), GRANDCHILDREN);
    EXPECT_EQUAL(pp_list_children(&one, NULL, 0), GRANDCHILDREN);
    EXPECT_EQUAL(pp_list_descendants(&one, members, 1), GRANDCHILDREN);
    fell(&it);
}

static void of_nobody(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    pp_identity members[4];
    EXPECT_EQUAL(pp_list_descendants(&who, members, 4), 0);
    pp_identity other = who;
    other.start_token++;
    EXPECT_EQUAL(pp_list_children(&other, members, 4), PP_REPLACED);
    other.token_kind = PP_TOKEN_PIDFD_INODE;
    EXPECT_EQUAL(pp_list_children(&other, members, 4), PP_UNKNOWN_IDENTITY);
    child_kill(&it);
    EXPECT_EQUAL(pp_list_children(&who, members, 4), PP_GONE);
    child_reap(&it);
    EXPECT_EQUAL(pp_list_children(&who, members, 4), PP_GONE);
}

/* The system keeps the number of a parent that has ended: here it is nobody's, and nobody's child. */
static void of_a_parent_that_has_ended(void)
{
    child parent = child_obedient();
    int32_t below = (int32_t)child_order(&parent, ORDER_FORK, 0);
    EXPECT_EQUAL(query(below, PP_FIELD_PARENT).parent_pid, parent.pid);
    child_kill(&parent);
    pp_sample row = query(below, PP_FIELD_PARENT);
    EXPECT_EQUAL(row.valid, PP_FIELD_PARENT);
    EXPECT_EQUAL(row.parent_pid, 0);
    child_reap(&parent);
}

/* Who is younger has been given the number later, but for PID 4, whose number is nobody else's. */
static void of_their_times(void)
{
    EXPECT(pp__process_may_be_parent(8, 1, 2));
    EXPECT(pp__process_may_be_parent(8, 2, 2));
    EXPECT(!pp__process_may_be_parent(8, 2, 1));
    EXPECT(pp__process_may_be_parent(8, 0, 1));
    EXPECT(pp__process_may_be_parent(8, 2, 0));
    EXPECT(pp__process_may_be_parent(4, 2, 1));
}

DEFINE_SUITE(family, CASE(of_their_times), CASE_PER_VARIANT(of_all_levels),
             CASE_PER_VARIANT(of_nobody), CASE_PER_VARIANT(of_a_parent_that_has_ended));
