/** How long to leave an agent alone that does not answer. */

const FIRST_MILLIS = 1_000;
const LONGEST_MILLIS = 30_000;

/**
 * Doubles with each failure. A quarter of it is chance, so that the tabs of many people do not all
 * come back to a restarted agent at once.
 *
 * @param failures how often it failed in a row, from 1
 */
export function backoffMillis(failures) {
    const full = Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** (failures - 1));
    return full * (0.75 + Math.random() / 4);
}
