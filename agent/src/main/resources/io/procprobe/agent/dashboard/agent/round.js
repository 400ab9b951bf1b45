/** One round of questions to the agent, into the store. */

import { Problem } from "./failures.js";

/**
 * The poll needs its time, and clocks their tolerance: asked too early, the answer is the one we
 * have.
 */
const SLACK_MILLIS = 60;

/**
 * Asks for what every view shows, and for what the one shown needs besides.
 *
 * @param client asks
 * @param store takes
 * @param needs "processes", "fleet"
 * @returns whether the agent is another one than before: then nothing was taken
 */
export async function askAll(client, store, needs) {
    const [info, groups, host, alerts, events, processes, fleet] = await Promise.all([
        client.get("info"),
        client.getIfChanged("groups"),
        client.getIfChanged("host"),
        client.getIfChanged("alerts"),
        client.get(`events?since=${store.events.last}`),
        needs.includes("processes") ? client.getIfChanged("processes") : null,
        needs.includes("fleet") ? askFleet(client, store) : null,
    ]);
    if (info.startedAt !== store.info.startedAt) {
        return true;
    }
    store.begin(info);
    if (groups !== null) {
        store.takeGroups(groups);
    }
    store.host = host ?? store.host;
    store.alerts = alerts?.alerts ?? store.alerts;
    store.events.take(events);
    if (processes !== null) {
        store.takeProcesses(processes);
    }
    store.fleet = fleet ?? store.fleet;
    store.answeredAt = Date.now();
    return false;
}

async function askFleet(client, store) {
    try {
        const fleet = await client.getIfChanged("fleet");
        store.fleetProblem = null;
        return fleet;
    } catch (error) {
        if (!(error instanceof Problem)) {
            throw error;
        }
        // Prometheus is away: that is no reason to show this machine as gone.
        store.fleetProblem = error.message;
        return null;
    }
}

/** Milliseconds until the agent has something new. */
export function untilNext({ now, lastPollAt, lastPollMicros, intervalMillis }) {
    const due = lastPollAt + intervalMillis + lastPollMicros / 1000 + SLACK_MILLIS - now;
    return Math.min(intervalMillis, Math.max(intervalMillis / 4, due));
}
