/** The line of figures that stands on top of each view. */

import { element, setShown, setText } from "../dom/element.js";
import { cores, count, plural } from "../text/numbers.js";
import { bytes, percent, UNKNOWN } from "../text/sizes.js";

/** As high as a text. */
const NOTHING = "\u00a0";

/** What the kernel names, for people. */
export const RESOURCES = { cpu: "CPU", memory: "memory", io: "I/O" };

/** Makes the tiles in `root`, and returns what fills them: (store) => void. */
export function vitals(root) {
    const processes = tile("Processes");
    const cpu = tile("CPU", "cpu");
    const memory = tile("Resident", "memory");
    const available = tile("Available", "memory");
    const cgroup = tile("Headroom", "memory");
    const pressure = tile("Pressure");
    const alerts = tile("Alerts");
    setShown(cgroup.root, false);
    cgroup.root.title = "What the control group's memory limit leaves";
    pressure.root.title = "Share of the last 10 s in which some task waited for CPU, memory or I/O";
    root.append(
        ...[processes, cpu, memory, available, cgroup, pressure, alerts].map(each => each.root),
    );

    return store => {
        const all = store.group("all");
        const { host } = store;
        if (all === null || host === null) {
            return;
        }
        processes.fill(count(all.processes), `peak ${count(all.peakProcesses)}`);
        cpu.fill(
            cores(all.cpuLoad),
            host.cpus == null ? NOTHING : `of ${plural(host.cpus, "core", "cores")}`,
            host.cpus == null ? null : all.cpuLoad / host.cpus,
        );
        memory.fill(bytes(all.residentBytes), `peak ${bytes(all.peakResidentBytes)}`);
        available.fill(
            bytes(host.memoryAvailableBytes),
            `of ${bytes(host.memoryTotalBytes)}`,
            unavailable(host),
        );
        setShown(cgroup.root, host.cgroup !== null);
        if (host.cgroup !== null) {
            cgroup.fill(
                bytes(host.cgroup.headroomBytes),
                `of ${bytes(host.cgroup.limitBytes)}`,
                shareOf(host.cgroup.usedBytes, host.cgroup.limitBytes),
            );
        }
        fillPressure(pressure, host.pressure);
        const firing = store.firing;
        alerts.fill(
            firing.length === 0 ? "none" : count(firing.length),
            store.alerts.length === 0
                ? "no thresholds"
                : `of ${plural(store.alerts.length, "threshold", "thresholds")}`,
        );
        alerts.root.dataset.level = firing.length > 0 ? "bad" : "good";
    };
}

/** A share of memory that is taken; null when part of it is unknown. */
function shareOf(used, total) {
    return used == null || !(total > 0) ? null : used / total;
}

function unavailable({ memoryAvailableBytes, memoryTotalBytes }) {
    const available = shareOf(memoryAvailableBytes, memoryTotalBytes);
    return available === null ? null : 1 - available;
}

function fillPressure(pressure, readings) {
    if (readings === null) {
        pressure.fill(UNKNOWN, "not told by this kernel");
        return;
    }
    let worst = { avg10: 0 };
    for (const reading of readings) {
        if (reading.kind === "some" && reading.avg10 > worst.avg10) {
            worst = reading;
        }
    }
    pressure.fill(
        percent(worst.avg10),
        worst.resource ? `on ${RESOURCES[worst.resource]}` : "nothing waits",
    );
    pressure.root.dataset.level = level(worst.avg10);
}

/** How worrying a share of stalled time is. */
export function level(share) {
    return share >= 0.25 ? "bad" : share >= 0.1 ? "warn" : "good";
}

function tile(title, series = null) {
    // With texts from the start: what comes later moves nothing.
    const value = element("span.vital-value", {}, UNKNOWN);
    const note = element("span.vital-note", {}, NOTHING);
    const meter = element("span.meter", { "aria-hidden": "true", hidden: true });
    const root = element(
        "div.vital",
        { "data-series": series },
        element("span.vital-title", {}, title),
        value,
        note,
        meter,
    );
    return {
        root,
        value,
        fill: (text, detail, share = null) => {
            setText(value, text);
            setText(note, detail);
            setShown(meter, share !== null);
            if (share === null) {
                delete root.dataset.level;
            } else {
                meter.style.setProperty("--share", Math.min(1, Math.max(0, share)).toFixed(3));
                root.dataset.level = share >= 0.95 ? "bad" : share >= 0.85 ? "warn" : "good";
            }
        },
    };
}
