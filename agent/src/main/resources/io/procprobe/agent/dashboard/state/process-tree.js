/** The rows of a tree, from processes in pre-order: each stands before its children. */

import { comparator } from "./order.js";

/**
 * Visible rows of the tree: `{process, level, childCount, expanded}`, level from 1.
 *
 * @param processes all of them, with `parentPid`
 * @param wanted which to show; the ancestors of a shown one are shown as well
 * @param filtering whether `wanted` is more than a matter of taste: then all that match are shown,
 *     however deep
 * @param collapsed keys of those whose children are hidden
 * @param sort {valueOf, descending} for siblings, or null to leave them in the agent's order
 */
export function treeRows(processes, { wanted, filtering, collapsed, sort }) {
    const children = new Map();
    const byPid = new Map(processes.map(process => [process.pid, process]));
    const shown = shownWithAncestors(processes, byPid, wanted);
    const roots = [];
    for (const process of processes) {
        if (!shown.has(process)) {
            continue;
        }
        const parent = parentOf(process, byPid);
        if (parent === null) {
            roots.push(process);
        } else if (children.has(parent.pid)) {
            children.get(parent.pid).push(process);
        } else {
            children.set(parent.pid, [process]);
        }
    }
    const compare = sort && comparator(sort.valueOf, sort.descending);
    const rows = [];
    // With a stack of its own: chains of thousands of processes exist.
    const stack = [];
    const push = (siblings, level) => {
        const ordered = compare ? siblings.slice().sort(compare) : siblings;
        for (let i = ordered.length - 1; i >= 0; i--) {
            stack.push({ process: ordered[i], level, position: i + 1, siblings: ordered.length });
        }
    };
    push(roots, 1);
    while (stack.length > 0) {
        const row = stack.pop();
        const below = children.get(row.process.pid);
        row.childCount = below?.length ?? 0;
        row.expanded = row.childCount > 0 && (filtering || !collapsed.has(row.process.key));
        row.key = row.process.key;
        rows.push(row);
        if (row.expanded) {
            push(below, row.level + 1);
        }
    }
    return rows;
}

function parentOf(process, byPid) {
    const parent = byPid.get(process.parentPid);
    return parent === undefined || parent === process || process.depth === 0 ? null : parent;
}

function shownWithAncestors(processes, byPid, wanted) {
    const shown = new Set();
    for (const process of processes) {
        if (wanted(process)) {
            for (let at = process; at !== null && !shown.has(at); at = parentOf(at, byPid)) {
                shown.add(at);
            }
        }
    }
    return shown;
}
