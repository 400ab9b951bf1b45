/** What is known of one process, beside the view that it was chosen in. */

import { Problem } from "../agent/failures.js";
import { element, setShown, setText } from "../dom/element.js";
import { ORPHAN, stateName } from "../grid/process-columns.js";
import { nameOf, oneLine } from "../text/names.js";
import { cores, count, load } from "../text/numbers.js";
import { bytes, UNKNOWN } from "../text/sizes.js";
import { age, cpuTime, moment } from "../text/times.js";

const FACTS = [
    ["State", row => (row.state ? `${row.state}, ${stateName(row.state)}` : UNKNOWN)],
    ["Parent", row => (row.parentPid ? String(row.parentPid) : "none")],
    ["Orphan", row => (row.orphan ? "yes" : "no"), ORPHAN],
    ["Memory", row => bytes(row.residentBytes)],
    ["Private", row => bytes(row.privateBytes)],
    ["CPU", row => `${load(row.cpuLoad)} of one core`],
    ["CPU time", row => cpuTime(row.cpuMillis)],
    ["Subtree", row => `${bytes(row.subtreeResidentBytes)}, ${cores(row.subtreeCpuLoad)} cores`],
    ["Processes below", row => count(row.subtreeCount - 1)],
    ["Began", row => moment(row.startTime)],
    ["Age", (row, now) => (row.startTime == null ? UNKNOWN : age(now - row.startTime))],
    ["Groups", row => row.groups.join(", ")],
    ["User", userOf],
    ["Control group", row => (row.cgroup == null ? UNKNOWN : oneLine(row.cgroup))],
];

/** Statuses that mean that nobody has the PID: there is none such, or it is no PID at all. */
const NOBODY = new Set([400, 404]);

export class Details {
    #root;
    #get;
    #title = element("h2");
    #state = element("p.gone", { role: "status" });
    #command = element("pre.command", { tabindex: 0, "aria-label": "Command line" });
    #facts = FACTS.map(([term, text, hint]) => ({
        term,
        text,
        hint,
        value: element("dd"),
    }));
    #pid = null;
    #startTime = null;
    /** Whether there is nothing more to be told of it. */
    #over = false;

    /**
     * @param root the element beside the views
     * @param get what stands at a path of the agent: async (path) => body
     * @param close leaves the process
     */
    constructor(root, get, close) {
        this.#root = root;
        this.#get = get;
        root.addEventListener("keydown", event => {
            if (event.key === "Escape") {
                close();
            }
        });
        root.append(
            element(
                "div.details-head",
                {},
                this.#title,
                element(
                    "button.tool.sign",
                    { type: "button", "aria-label": "Close", onclick: close },
                    "✕",
                ),
            ),
            this.#state,
            this.#command,
            element(
                "dl.facts",
                {},
                ...this.#facts.flatMap(({ term, hint, value }) => [
                    element("dt", { title: hint }, term),
                    value,
                ]),
            ),
        );
    }

    /** Shows a process, or with null none. */
    async show(pid) {
        const other = pid !== this.#pid;
        this.#pid = pid;
        setShown(this.#root, pid !== null);
        if (pid !== null && other) {
            this.#startTime = null;
            this.#over = false;
            setText(this.#title, `PID ${pid}`);
            setText(this.#command, "");
            setText(this.#state, "");
            this.#root.classList.remove("ended");
            this.#facts.forEach(({ value }) => setText(value, UNKNOWN));
        }
    }

    focus() {
        this.#root.focus({ preventScroll: true });
    }

    /** Asks for the process again; part of each round. */
    async refresh(now) {
        const pid = this.#pid;
        if (pid === null || this.#over) {
            return;
        }
        try {
            const row = await this.#get(`processes/${encodeURIComponent(pid)}`);
            if (pid === this.#pid) {
                this.#fill(row, now);
            }
        } catch (error) {
            if (!(error instanceof Problem && NOBODY.has(error.status))) {
                throw error;
            }
            if (pid === this.#pid) {
                this.#end(
                    this.#startTime === null
                        ? "There is no such process, or no longer."
                        : "This process has ended.",
                );
            }
        }
    }

    #fill(row, now) {
        if (this.#startTime !== null && row.startTime !== this.#startTime) {
            // The PID is somebody else's by now.
            this.#end("This process has ended, and another one has its PID.");
            return;
        }
        this.#startTime = row.startTime;
        this.#root.classList.remove("ended");
        setText(this.#state, "");
        setText(this.#title, `${nameOf(row)} · ${row.pid}`);
        setText(this.#command, row.commandLine?.map(quoted).join(" ") ?? "");
        setShown(this.#command, row.commandLine != null);
        this.#facts.forEach(({ text, value }) => setText(value, text(row, now)));
    }

    /** Not asked for again: nobody comes back, and who has the PID next is somebody else. */
    #end(how) {
        this.#over = true;
        this.#root.classList.add("ended");
        setText(this.#state, how);
    }
}

/** A name where the agent knows one, and always the number, which is what the kernel compares. */
function userOf({ user, userName }) {
    if (user == null) {
        return UNKNOWN;
    }
    return userName == null ? String(user) : `${oneLine(userName)}, ${user}`;
}

/** An argument as a shell would want it, so that it is seen where each begins and ends. */
function quoted(argument) {
    return /^[\w@%+=:,./-]+$/.test(argument)
        ? argument
        : `'${oneLine(argument).replaceAll("'", "'\\''")}'`;
}
