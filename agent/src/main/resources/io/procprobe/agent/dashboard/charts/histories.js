/**
 * The past of each group: asked for once, then continued with what each round brings, since that is
 * the same figure that the agent adds to its history. After a gap, such as a hidden tab, what is
 * missing is asked for.
 */

import { Problem } from "../agent/failures.js";

const HOUR_MILLIS = 3_600_000;
const GAP_STEPS = 2.5;
/** Statuses that mean that there is nothing: of this group, or of this time. */
const NOTHING = new Set([400, 404]);
const SERIES = ["residentBytes", "cpuLoad", "processes"];

export class Histories {
    #get;
    #byGroup = new Map();

    /** @param get what stands at a path of the agent: async (path) => body */
    constructor(get) {
        this.#get = get;
    }

    /** After a restart of the agent, or with another. */
    clear() {
        this.#byGroup.clear();
    }

    /**
     * What is known of a group, `{times, residentBytes, cpuLoad, processes}`; empty until it was
     * loaded.
     */
    of(group) {
        return this.#byGroup.get(group)?.series ?? empty();
    }

    /** Those of some groups whose past has to be asked for. */
    missing(groups) {
        return groups.filter(group => {
            const past = this.#byGroup.get(group);
            return past === undefined || !(past.complete || past.loading);
        });
    }

    /** Asks for the past of a group, as far as it is not known. */
    async load(group) {
        const past = this.#byGroup.get(group) ?? begin();
        this.#byGroup.set(group, past);
        past.loading = true;
        try {
            const from = past.series.times.at(-1);
            const after = from === undefined ? "" : `&from=${from + 1}`;
            take(past, await this.#get(`history?group=${encodeURIComponent(group)}${after}`));
            past.complete = true;
        } catch (error) {
            if (!(error instanceof Problem && NOTHING.has(error.status))) {
                throw error;
            }
            // It begins now.
            past.complete = true;
        } finally {
            past.loading = false;
        }
    }

    /** Continues all known groups with the answer of /groups. */
    append({ time, groups }) {
        for (const group of groups) {
            const past = this.#byGroup.get(group.name);
            if (past?.complete) {
                const last = past.series.times.at(-1);
                if (time - last > GAP_STEPS * past.stepMillis) {
                    past.complete = false;
                } else if (last === undefined || time > last) {
                    add(past, time, group);
                }
            }
        }
    }
}

function begin() {
    return {
        series: empty(),
        stepMillis: Infinity,
        spanMillis: HOUR_MILLIS,
        complete: false,
        loading: false,
    };
}

function empty() {
    return { times: [], residentBytes: [], cpuLoad: [], processes: [] };
}

/**
 * Takes what the agent kept. Its beginning may overlap with what the rounds brought; before its
 * first and after its last reading it has steps without one, which no chart need show.
 */
function take(past, { stepMillis, times, ...values }) {
    const { series } = past;
    past.stepMillis = stepMillis;
    if (times.length > 0) {
        past.spanMillis = Math.max(past.spanMillis, times.at(-1) - times[0]);
    }
    const last = series.times.at(-1) ?? 0;
    const isRead = at => values.processes[at] !== null;
    const start = times.findIndex((time, at) => time > last && isRead(at));
    const end = times.findLastIndex((time, at) => isRead(at)) + 1;
    if (start >= 0) {
        series.times.push(...times.slice(start, end));
        SERIES.forEach(name => series[name].push(...values[name].slice(start, end)));
    }
    dropOld(past);
}

function add(past, time, group) {
    past.series.times.push(time);
    SERIES.forEach(name => past.series[name].push(group[name] ?? null));
    dropOld(past);
}

function dropOld({ series, spanMillis }) {
    const oldest = series.times.at(-1) - spanMillis;
    const kept = series.times.findIndex(time => time >= oldest);
    if (kept > 0) {
        series.times.splice(0, kept);
        SERIES.forEach(name => series[name].splice(0, kept));
    }
}
