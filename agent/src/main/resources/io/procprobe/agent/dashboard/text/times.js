/** Durations and moments for people. */

import { UNKNOWN } from "./sizes.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = number => String(number).padStart(2, "0");

/** A duration by its two largest units, such as "3 h 07 min" or "850 ms". */
export function duration(millis) {
    if (millis == null) {
        return UNKNOWN;
    }
    if (millis < 0) {
        return duration(0);
    }
    if (millis < SECOND) {
        return `${Math.round(millis)} ms`;
    }
    if (millis < 10 * SECOND) {
        return `${(Math.floor(millis / 100) / 10).toFixed(1)} s`;
    }
    if (millis < MINUTE) {
        return `${Math.floor(millis / SECOND)} s`;
    }
    if (millis < HOUR) {
        return `${Math.floor(millis / MINUTE)} min ${two(Math.floor(millis / SECOND) % 60)} s`;
    }
    if (millis < DAY) {
        return `${Math.floor(millis / HOUR)} h ${two(Math.floor(millis / MINUTE) % 60)} min`;
    }
    return `${Math.floor(millis / DAY)} d ${two(Math.floor(millis / HOUR) % 24)} h`;
}

/** How long ago something was: never more exact than a second, so that it does not flicker. */
export function age(millis) {
    return millis != null && millis < 10 * SECOND
        ? `${Math.max(0, Math.floor(millis / SECOND))} s`
        : duration(millis);
}

/** CPU time as `procprobe top` has it: "0:03.25", minutes and seconds, or "12h34m". */
export function cpuTime(millis) {
    if (millis == null) {
        return UNKNOWN;
    }
    const hundredths = Math.floor(millis / 10);
    const minutes = Math.floor(hundredths / 6000);
    return minutes < 600
        ? `${minutes}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`
        : `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}

/** Time of day, to the second. */
export function clock(epochMillis) {
    const date = new Date(epochMillis);
    return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Date and time of day. */
export function moment(epochMillis) {
    if (epochMillis == null) {
        return UNKNOWN;
    }
    const date = new Date(epochMillis);
    const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    return `${day} ${clock(epochMillis)}`;
}
