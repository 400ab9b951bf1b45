/** What the agent said last, and what follows from comparing it with what it said before. */

import { EventLog } from "./event-log.js";

export class Store {
    info = null;
    groups = [];
    processes = [];
    host = null;
    alerts = [];
    /** Whether the agent was asked for its thresholds. */
    alertsKnown = false;
    fleet = null;
    fleetProblem = null;
    /** Browser's time of the last question for it; null before the first. */
    fleetAskedAt = null;
    events = new EventLog();

    /**
     * Agent's time of the processes, and how long before the ones compared with were; null before
     * the second.
     */
    processesTime = null;
    comparedMillis = null;
    groupsTime = null;

    /** Browser's time of the last answer. */
    answeredAt = null;

    #before = new Map();

    /** Forgets an earlier agent: nothing of it may be compared with this one. */
    begin(info) {
        if (this.info?.startedAt !== info.startedAt) {
            this.#before = new Map();
            this.processesTime = null;
            this.comparedMillis = null;
            this.alertsKnown = false;
            this.fleetAskedAt = null;
            this.events.clear();
        }
        this.info = info;
    }

    /** Takes a reading of the processes, and notes what changed in each since the one before. */
    takeProcesses({ time, processes }) {
        const before = this.#before;
        this.#before = new Map();
        for (const row of processes) {
            // A PID alone may be somebody else's by now.
            row.key = `${row.pid}:${row.startTime}`;
            const earlier = before.get(row.key);
            row.memoryChange = difference(row.residentBytes, earlier?.residentBytes);
            row.cpuChange = difference(row.cpuLoad, earlier?.cpuLoad);
            this.#before.set(row.key, row);
        }
        this.comparedMillis = this.processesTime === null ? null : time - this.processesTime;
        this.processesTime = time;
        this.processes = processes;
    }

    takeAlerts({ alerts }) {
        this.alerts = alerts;
        this.alertsKnown = true;
    }

    takeGroups({ time, groups }) {
        this.groups = groups;
        this.groupsTime = time;
    }

    group(name) {
        return this.groups.find(group => group.name === name) ?? null;
    }

    get firing() {
        return this.alerts.filter(alert => alert.firing);
    }
}

function difference(now, before) {
    return now == null || before == null ? null : now - before;
}
