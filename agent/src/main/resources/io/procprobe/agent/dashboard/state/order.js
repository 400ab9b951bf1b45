/** Orders rows. */

const names = new Intl.Collator("en", { numeric: true });

/**
 * Compares two values of a column; what is unknown comes last in either direction.
 *
 * @param descending whether large ones come first
 */
export function comparator(valueOf, descending) {
    const sign = descending ? -1 : 1;
    return (left, right) => {
        const a = valueOf(left);
        const b = valueOf(right);
        if (a == null || b == null) {
            return (a == null) - (b == null);
        }
        return sign * (typeof a === "string" ? names.compare(a, b) : a - b);
    };
}

/** A sorted copy. Equal ones keep their order, so that rows without a difference do not dance. */
export function sorted(rows, valueOf, descending) {
    return rows.slice().sort(comparator(valueOf, descending));
}
