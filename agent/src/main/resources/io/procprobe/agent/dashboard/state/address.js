/**
 * What is looked at stands in the address behind "#", as name=value pairs: a link shows another
 * engineer the same view, and the agent, which gets no fragment, needs to know nothing of it.
 */

const listeners = new Set();

/** The pairs now in the address. */
export function parameters() {
    return new URLSearchParams(location.hash.slice(1));
}

/** One value, or what to take without it. */
export function parameter(name, otherwise = null) {
    return parameters().get(name) ?? otherwise;
}

/** Changes pairs in place; null removes one. No step back leads to what was before. */
export function replace(changes) {
    history.replaceState(null, "", link(changes));
    tell();
}

/** Goes on to changed pairs; the browser's "back" undoes it. */
export function go(changes) {
    history.pushState(null, "", link(changes));
    tell();
}

/** The address after such a change. */
export function link(changes) {
    const changed = parameters();
    for (const [name, value] of Object.entries(changes)) {
        if (value == null || value === "") {
            changed.delete(name);
        } else {
            changed.set(name, value);
        }
    }
    const text = changed.toString();
    return text ? `#${text}` : location.pathname + location.search;
}

/** Calls a listener after each change, the reader's own and those of "back" and "forward". */
export function onChange(listener) {
    listeners.add(listener);
}

function tell() {
    listeners.forEach(listener => listener());
}

addEventListener("popstate", tell);
