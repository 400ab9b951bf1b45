/**
 * The columns of processes, in the table and in the tree. Of a column: `id` as in the address,
 * `title`, `hint`, `width` as a grid track (in "ch", so that figures of any font fit), `from` the
 * narrowest grid that has room for it, `ownLineBelow` that in which its text does not fit beside
 * the others, `text(process)`, `value(process)` to sort by,
 * `share(process)` of a bar, and `descendingFirst` where large ones are what one looks for.
 */

import { element, setText } from "../dom/element.js";
import { nameOf } from "../text/names.js";
import { load } from "../text/numbers.js";
import { bytes } from "../text/sizes.js";
import { age, cpuTime } from "../text/times.js";

const STATES = {
    R: "running",
    S: "sleeping",
    D: "waiting for a device",
    Z: "ended, not reaped",
    T: "stopped",
    t: "stopped by a debugger",
    I: "idle",
    X: "dead",
};

/** What the agent means by an orphan. */
export const ORPHAN =
    "The parent that it was first seen with has ended, " +
    "or it came to the first process when the leader of its session was gone";

/** What a mark beside a name says. A list knows of states only who is a zombie. */
const MARKS = {
    zombie: "Has ended, and its parent has not asked how",
    orphan: ORPHAN,
    new: "Was not there at the poll before",
};

/** The word for a state's letter. */
export function stateName(state) {
    return STATES[state] ?? "unknown";
}

/** The narrowest grid that has room for a second figure of memory. */
const TWO_MEMORIES = 560;

/**
 * @param isTree whether the grid is a tree: on a narrow screen, what is below a process then counts
 *     more than the process alone
 * @param processOf from a row of the grid
 * @param scale {memory, subtreeMemory, cpu} largest values now, for the bars
 * @param now agent's time, for ages: () => epoch milliseconds
 */
export function processColumns(isTree, processOf, scale, now) {
    const of = get => row => get(processOf(row));
    return [
        {
            id: "name",
            title: "Process",
            width: "minmax(7.5rem, 2fr)",
            value: of(process => process.name),
            fill: (cell, row) => fillName(cell, row, processOf(row)),
        },
        {
            id: "pid",
            title: "PID",
            width: "9ch",
            numeric: true,
            from: 440,
            value: of(process => process.pid),
            text: of(process => String(process.pid)),
        },
        {
            id: "memory",
            title: "Memory",
            hint: "Resident: physical memory mapped now",
            width: "12.5ch",
            numeric: true,
            from: isTree ? TWO_MEMORIES : 0,
            descendingFirst: true,
            value: of(process => process.residentBytes),
            text: of(process => bytes(process.residentBytes)),
            share: of(process => process.residentBytes / scale.memory),
        },
        {
            id: "private",
            title: "Private",
            hint: "What ending the process would give back",
            width: "12ch",
            numeric: true,
            descendingFirst: true,
            from: 1000,
            value: of(process => process.privateBytes),
            text: of(process => bytes(process.privateBytes)),
        },
        {
            id: "subtreeMemory",
            title: "Subtree",
            hint: "Resident memory of the process and all below it",
            width: "12ch",
            numeric: true,
            descendingFirst: true,
            from: isTree ? 0 : TWO_MEMORIES,
            value: of(process => process.subtreeResidentBytes),
            text: of(process => bytes(process.subtreeResidentBytes)),
            share: of(process => process.subtreeResidentBytes / scale.subtreeMemory),
        },
        {
            id: "below",
            title: "Below",
            hint: "Processes below this one",
            width: "9ch",
            numeric: true,
            descendingFirst: true,
            from: 1090,
            value: of(process => process.subtreeCount),
            text: of(process => (process.subtreeCount > 1 ? String(process.subtreeCount - 1) : "")),
        },
        {
            id: "cpu",
            title: "CPU",
            hint: "Per cent of one core",
            width: "10.5ch",
            numeric: true,
            descendingFirst: true,
            value: of(process => process.cpuLoad),
            text: of(process => load(process.cpuLoad)),
            share: of(process => process.cpuLoad / Math.max(1, scale.cpu)),
        },
        {
            id: "cpuTime",
            title: "CPU time",
            hint: "Since the process began, all threads",
            width: "12.5ch",
            numeric: true,
            descendingFirst: true,
            from: 760,
            value: of(process => process.cpuMillis),
            text: of(process => cpuTime(process.cpuMillis)),
        },
        {
            id: "start",
            title: "Age",
            hint: "Time since the process began",
            width: "15ch",
            numeric: true,
            descendingFirst: true,
            from: 880,
            // Older is more, as the reader sees it.
            value: of(process => (process.startTime == null ? null : -process.startTime)),
            text: of(process => age(process.startTime == null ? null : now() - process.startTime)),
        },
        {
            id: "groups",
            title: "Groups",
            width: "minmax(5rem, 1fr)",
            from: 1200,
            value: of(process => groupNames(process)),
            text: of(process => groupNames(process)),
        },
    ];
}

function groupNames(process) {
    return process.groups.filter(group => group !== "all").join(", ");
}

function fillName(cell, row, process) {
    if (!cell.firstChild) {
        cell.append(
            element("span.indent"),
            element("span.toggle", { "aria-hidden": "true" }),
            element("span.name"),
            element("span.badge"),
        );
    }
    const [indent, toggle, name, badge] = cell.children;
    const inTree = row.level !== undefined;
    indent.style.setProperty("--depth", inTree ? row.level - 1 : 0);
    toggle.hidden = !inTree;
    toggle.classList.toggle("leaf", inTree && row.childCount === 0);
    toggle.classList.toggle("open", inTree && row.expanded);
    setText(name, nameOf(process));
    name.classList.toggle("kernel", process.kernelThread);
    const mark =
        process.state === "Z" ? "zombie" : process.orphan ? "orphan" : process.new ? "new" : "";
    setText(badge, mark);
    badge.title = MARKS[mark] ?? "";
    badge.dataset.kind = mark;
    badge.hidden = mark === "";
}
