/** The processes whose figures changed the most between the last two readings. */

/**
 * @param processes with the change in a property
 * @param property its name
 * @param least changes smaller than this are noise
 * @param most how many to give
 */
export function topMovers(processes, property, least, most) {
    return processes
        .filter(row => row[property] !== null && Math.abs(row[property]) >= least)
        .sort((a, b) => Math.abs(b[property]) - Math.abs(a[property]))
        .slice(0, most);
}
