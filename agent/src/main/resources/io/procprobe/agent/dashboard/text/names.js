/** Names that processes chose themselves, fit to be shown. */

// As in the command: control characters, and marks that let text look as if it stood elsewhere
// (Unicode annex 9).
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const SHORT = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/** A text with an escape in place of each character that would play tricks. */
export function oneLine(text) {
    return text.replace(
        UNSAFE,
        found => SHORT[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/** The name of a process; a question mark for none. */
export function nameOf({ name }) {
    return name ? oneLine(name) : "?";
}
