/** The machine: memory, control group, swap, and pressure as the kernel tells it. */

import { element, setShown, setText } from "../dom/element.js";
import { level, RESOURCES } from "../page/vitals.js";
import { bytes, percent, UNKNOWN } from "../text/sizes.js";

const KINDS = { some: "some task waits", full: "all tasks wait" };
const SPANS = [
    ["avg10", "10 s"],
    ["avg60", "1 min"],
    ["avg300", "5 min"],
];

export class HostPanel {
    root;

    #memory = meter("Memory");
    #cgroup = meter("Control group");
    #swap = meter("Swap");
    #pressure = element("tbody");
    #table;
    #none = element("p.none", { hidden: true }, "This kernel does not tell pressure (PSI).");
    #cells = new Map();

    constructor() {
        this.#table = element(
            "table.pressure",
            {},
            element("caption", {}, "Pressure: share of time stalled"),
            element(
                "thead",
                {},
                element(
                    "tr",
                    {},
                    element("th", { scope: "col" }, "Resource"),
                    ...SPANS.map(([, title]) => element("th.number", { scope: "col" }, title)),
                ),
            ),
            this.#pressure,
        );
        this.root = element(
            "section.panel",
            { "aria-label": "Host" },
            element("header.panel-head", {}, element("h2", {}, "Host")),
            this.#memory.root,
            this.#cgroup.root,
            this.#swap.root,
            this.#table,
            this.#none,
        );
    }

    update({ host }) {
        if (host === null) {
            return;
        }
        this.#memory.fill(host.memoryAvailableBytes, host.memoryTotalBytes);
        setShown(this.#cgroup.root, host.cgroup !== null);
        if (host.cgroup !== null) {
            this.#cgroup.fill(host.cgroup.headroomBytes, host.cgroup.limitBytes);
        }
        setShown(this.#swap.root, host.swapTotalBytes > 0);
        if (host.swapTotalBytes > 0) {
            this.#swap.fill(host.swapFreeBytes, host.swapTotalBytes);
        }
        setShown(this.#table, host.pressure !== null);
        setShown(this.#none, host.pressure === null);
        host.pressure?.forEach(reading => this.#fillPressure(reading));
    }

    #fillPressure(reading) {
        const key = `${reading.resource} ${reading.kind}`;
        if (!this.#cells.has(key)) {
            const cells = SPANS.map(() => element("td.number"));
            this.#cells.set(key, cells);
            this.#pressure.append(
                element(
                    "tr",
                    {},
                    element(
                        "th",
                        { scope: "row", title: KINDS[reading.kind] },
                        RESOURCES[reading.resource] ?? reading.resource,
                        element("span.kind", {}, ` ${reading.kind}`),
                    ),
                    ...cells,
                ),
            );
        }
        this.#cells.get(key).forEach((cell, at) => {
            const share = reading[SPANS[at][0]];
            setText(cell, share == null ? UNKNOWN : percent(share));
            cell.dataset.level = level(share ?? 0);
            cell.style.setProperty("--share", (share ?? 0).toFixed(3));
        });
    }
}

function meter(title) {
    const value = element("span.meter-value");
    const bar = element("span.meter", { "aria-hidden": "true" });
    const root = element("div.metered", {}, element("span.meter-title", {}, title), value, bar);
    return {
        root,
        fill: (left, total) => {
            const share = left == null || !(total > 0) ? 0 : 1 - left / total;
            setText(value, `${bytes(left)} left of ${bytes(total)}`);
            bar.style.setProperty("--share", Math.min(1, Math.max(0, share)).toFixed(3));
            root.dataset.level = share >= 0.95 ? "bad" : share >= 0.85 ? "warn" : "good";
        },
    };
}
