/** What happened, in words. */

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

/**
 * Why and how an event's process ended, or what an alert says; empty when there is nothing to say.
 */
export function eventText({ reason, exitCode, signal, livedMillis }) {
    const parts = [];
    if (reason != null) {
        parts.push(reason);
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

/** Whether an event is of those that one looks for: an alert, or an end that nobody wished. */
export function isTrouble({ kind, exitCode, signal }) {
    return kind === "alert" || (kind === "exited" && ((exitCode ?? 0) !== 0 || signal != null));
}
