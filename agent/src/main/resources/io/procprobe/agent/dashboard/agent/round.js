/**
 * One round of questions to the agent, into the store. Whoever looks should cost the agent little:
 * a list of all processes is by far the dearest answer, and only who shows it asks for each.
 */

import { Problem } from "./failures.js";

/**
 * The poll needs its time, and clocks their tolerance: asked too early, the answer is the one we
 * have.
 */
const SLACK_MILLIS = 60;

/** How often the processes are compared where only the movers among them are shown. */
const MOVERS_MILLIS = 5_000;

/** The agent asks Prometheus no more often. */
const FLEET_MILLIS = 5_000;

/**
 * Asks for what every view shows, and for what the one shown needs besides.
 *
 * @param client asks
 * @param store takes
 * @param needs "processes", "movers", "fleet"
 * @returns whether the agent is another one than before: then nothing was taken
 */
export async function askAll(client, store, needs) {
    const [info, groups, host, alerts, events, processes, fleet] = await Promise.all([
        client.get("info"),
        client.getIfChanged("groups"),
        client.getIfChanged("host"),
        wantsAlerts(store) ? client.getIfChanged("alerts") : null,
        client.get(`events?since=${store.events.last}`),
        wantsProcesses(needs, store) ? client.getIfChanged("processes") : null,
        needs.includes("fleet") && wantsFleet(store) ? askFleet(client, store) : null,
    ]);
    if (info.startedAt !== store.info.startedAt) {
        return true;
    }
    store.begin(info);
    if (groups !== null) {
        store.takeGroups(groups);
    }
    store.host = host ?? store.host;
    if (alerts !== null) {
        store.takeAlerts(alerts);
    }
    store.events.take(events);
    if (processes !== null) {
        store.takeProcesses(processes);
    }
    store.fleet = fleet ?? store.fleet;
    store.answeredAt = Date.now();
    return false;
}

/** Thresholds are of the agent's configuration: one that has none gets none while it runs. */
function wantsAlerts({ alertsKnown, alerts }) {
    return !alertsKnown || alerts.length > 0;
}

function wantsProcesses(needs, { info, processesTime, comparedMillis }) {
    if (needs.includes("processes")) {
        return true;
    }
    if (!needs.includes("movers")) {
        return false;
    }
    // Without a reading to compare with there is nothing to show.
    return (
        comparedMillis === null ||
        info.lastPollAt + info.intervalMillis >= processesTime + MOVERS_MILLIS
    );
}

function wantsFleet({ fleetAskedAt }) {
    return fleetAskedAt === null || Date.now() - fleetAskedAt >= FLEET_MILLIS;
}

async function askFleet(client, store) {
    try {
        const fleet = await client.get("fleet");
        store.fleetAskedAt = Date.now();
        store.fleetProblem = null;
        return fleet;
    } catch (error) {
        if (!(error instanceof Problem)) {
            throw error;
        }
        // Prometheus is away: that is no reason to show this machine as gone.
        store.fleetAskedAt = Date.now();
        store.fleetProblem = error.message;
        return null;
    }
}

/** Milliseconds until the agent has something new. */
export function untilNext({ now, lastPollAt, lastPollMicros, intervalMillis }) {
    const due = lastPollAt + intervalMillis + lastPollMicros / 1000 + SLACK_MILLIS - now;
    return Math.min(intervalMillis, Math.max(intervalMillis / 4, due));
}
