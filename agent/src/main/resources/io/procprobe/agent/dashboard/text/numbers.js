/** Counts and CPU loads for people. */

import { UNKNOWN } from "./sizes.js";

const whole = new Intl.NumberFormat("en");

/** A count with separated thousands. */
export function count(value) {
    return value == null ? UNKNOWN : whole.format(value);
}

/** CPU load of one process: per cent of one core, as `procprobe top` has it. */
export function load(cores) {
    if (cores == null) {
        return UNKNOWN;
    }
    const value = cores * 100;
    return `${value.toFixed(value >= 999.5 ? 0 : 1)} %`;
}

/** A change of CPU load, with its sign. */
export function loadChange(cores) {
    return `${cores > 0 ? "+" : cores < 0 ? "−" : ""}${load(Math.abs(cores))}`;
}

/**
 * CPU load of many processes: busy cores, which stay readable where per cent of one core do not.
 */
export function cores(value) {
    if (value == null) {
        return UNKNOWN;
    }
    const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return value.toFixed(digits);
}

/** The word for one, or that for any other number. */
export function plural(number, one, many) {
    return `${count(number)} ${number === 1 ? one : many}`;
}
