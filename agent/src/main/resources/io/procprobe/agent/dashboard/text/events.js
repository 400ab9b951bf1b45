/** What happened, in words. */

import { nameOf, oneLine } from "./names.js";
import { bytes } from "./sizes.js";
import { duration } from "./times.js";

const SIGNALS = {
    1: "SIGHUP",
    2: "SIGINT",
    3: "SIGQUIT",
    4: "SIGILL",
    6: "SIGABRT",
    7: "SIGBUS",
    8: "SIGFPE",
    9: "SIGKILL",
    11: "SIGSEGV",
    13: "SIGPIPE",
    14: "SIGALRM",
    15: "SIGTERM",
    24: "SIGXCPU",
    31: "SIGSYS",
};

const isOfAlert = ({ kind }) => kind === "alert" || kind === "cleared";

/** Whom an event is of: a process, or of an alert its group and what was measured of it. */
export function eventName(event) {
    return isOfAlert(event) ? oneLine([...event.groups, event.name].join(" ")) : nameOf(event);
}

/**
 * Why and how an event's process ended, or what an alert says; empty when there is nothing to say.
 */
export function eventText(event) {
    const { reason, exitCode, signal, livedMillis } = event;
    const parts = [];
    if (reason) {
        parts.push(isOfAlert(event) ? sized(reason) : oneLine(reason));
    }
    if (signal != null) {
        parts.push(SIGNALS[signal] ?? `signal ${signal}`);
    } else if (exitCode != null) {
        parts.push(`exit code ${exitCode}`);
    }
    if (livedMillis != null) {
        parts.push(`after ${duration(livedMillis)}`);
    }
    return parts.join(", ");
}

/** The agent writes an alert for logs and programs, with each byte. */
function sized(reason) {
    return oneLine(reason).replace(/\b(\d+) bytes\b/g, (all, number) => bytes(Number(number)));
}

/** Whether an event is of those that one looks for: an alert, or an end that nobody wished. */
export function isTrouble({ kind, exitCode, signal }) {
    return kind === "alert" || (kind === "exited" && ((exitCode ?? 0) !== 0 || signal != null));
}
