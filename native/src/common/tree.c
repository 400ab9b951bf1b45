#include "tree.h"

enum { NONE = -1 };

/* While circles are looked for, depth says how far a row has been looked at. */
enum { UNSEEN = -1, ON_THE_WAY = -2, ENDS_IN_A_ROOT = 0 };

/* Makes a root of the least row of a circle, and takes note that all of it ends there. */
static void cut_circle(pp_node *nodes, int32_t first)
{
    int32_t least = first;
    int32_t row = first;
    do {
        least = row < least ? row : least;
        nodes[row].depth = ENDS_IN_A_ROOT;
        row = nodes[row].parent;
    } while (row != first);
    nodes[least].parent = NONE;
}

/*
 * From each row up to a root or to a row that is known to end in one. A row that is met again on the
 * same way lies on a circle.
 */
static void cut_circles(pp_node *nodes, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        nodes[i].depth = UNSEEN;
    }
    for (int32_t i = 0; i < count; i++) {
        int32_t row = i;
        while (row != NONE && nodes[row].depth == UNSEEN) {
            nodes[row].depth = ON_THE_WAY;
            row = nodes[row].parent;
        }
        if (row != NONE && nodes[row].depth == ON_THE_WAY) {
            cut_circle(nodes, row);
        }
        for (row = i; row != NONE && nodes[row].depth == ON_THE_WAY; row = nodes[row].parent) {
            nodes[row].depth = ENDS_IN_A_ROOT;
        }
    }
}

/* From the greatest row down, so that the list of children begins with the least. */
static void link_children(pp_node *nodes, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        nodes[i].first_child = NONE;
        nodes[i].next_sibling = NONE;
    }
    for (int32_t i = count - 1; i >= 0; i--) {
        int32_t parent = nodes[i].parent;
        if (parent != NONE) {
            nodes[i].next_sibling = nodes[parent].first_child;
            nodes[parent].first_child = i;
        }
    }
}

/* Puts parents before their children: the roots, then the children of each row that is there. */
static void order(pp_node *nodes, int32_t count, int32_t *ordered)
{
    int32_t filled = 0;
    for (int32_t i = 0; i < count; i++) {
        if (nodes[i].parent == NONE) {
            nodes[i].depth = 0;
            ordered[filled++] = i;
        }
    }
    for (int32_t taken = 0; taken < filled; taken++) {
        int32_t row = ordered[taken];
        int32_t child = nodes[row].first_child;
        for (; child != NONE; child = nodes[child].next_sibling) {
            nodes[child].depth = nodes[row].depth + 1;
            ordered[filled++] = child;
        }
    }
}

void pp__tree_build(const pp_sample *rows, pp_node *nodes, int32_t count, int32_t *scratch)
{
    cut_circles(nodes, count);
    link_children(nodes, count);
    order(nodes, count, scratch);
    for (int32_t i = 0; i < count; i++) {
        nodes[i].subtree_count = 1;
        nodes[i].subtree_resident_bytes = rows[i].resident_bytes;
        nodes[i].subtree_private_bytes = rows[i].private_bytes;
        nodes[i].subtree_cpu_ns = rows[i].cpu_total_ns;
    }
    /* From the leaves up: whoever is added to its parent has been added to already. */
    for (int32_t i = count - 1; i >= 0; i--) {
        const pp_node *node = &nodes[scratch[i]];
        if (node->parent != NONE) {
            pp_node *parent = &nodes[node->parent];
            parent->subtree_count += node->subtree_count;
            parent->subtree_resident_bytes += node->subtree_resident_bytes;
            parent->subtree_private_bytes += node->subtree_private_bytes;
            parent->subtree_cpu_ns += node->subtree_cpu_ns;
        }
    }
}
