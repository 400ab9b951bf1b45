/** Which processes a reader wants to see. */

/**
 * A test for rows.
 *
 * @param text part of a name, a name with "*" and "?", or the beginning of a PID; empty: all
 * @param group name of a group; empty or "all": all
 * @param kernelThreads whether these are wanted
 */
export function processFilter({ text, group, kernelThreads }) {
    const matchesText = textFilter(text);
    return row =>
        (kernelThreads || !row.kernelThread) &&
        (!group || group === "all" || row.groups.includes(group)) &&
        matchesText(row);
}

function textFilter(text) {
    const wanted = (text ?? "").trim().toLowerCase();
    if (!wanted) {
        return () => true;
    }
    if (/[*?]/.test(wanted)) {
        const pattern = glob(wanted);
        return row => pattern.test(row.name ?? "");
    }
    return row =>
        (row.name ?? "").toLowerCase().includes(wanted) || String(row.pid).startsWith(wanted);
}

function glob(pattern) {
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${source}$`, "is");
}
