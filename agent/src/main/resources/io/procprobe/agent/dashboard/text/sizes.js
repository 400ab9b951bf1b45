/** Sizes and shares for people. What is unknown is a dash and never 0. */

export const UNKNOWN = "–";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** Bytes with three digits and a binary unit, such as "12.3 MiB". */
export function bytes(value) {
    if (value == null) {
        return UNKNOWN;
    }
    let size = Math.abs(value);
    let unit = 0;
    // By 1000, not 1024: "1013 KiB" would be a fourth digit, and columns would move.
    while (size >= 999.5 && unit < UNITS.length - 1) {
        size /= 1024;
        unit++;
    }
    const digits = unit === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
    return `${value < 0 ? "−" : ""}${size.toFixed(digits)} ${UNITS[unit]}`;
}

/** A change of bytes, with its sign. */
export function bytesChange(value) {
    return value > 0 ? `+${bytes(value)}` : bytes(value);
}

/** A share of 1 as per cent. */
export function percent(share) {
    if (share == null) {
        return UNKNOWN;
    }
    const value = share * 100;
    return `${value.toFixed(value >= 99.95 ? 0 : 1)} %`;
}
