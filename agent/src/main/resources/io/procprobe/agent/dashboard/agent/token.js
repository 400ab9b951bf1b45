/**
 * The token: it comes in the address (`#token=…`), leaves the address at once so that it is in no
 * history and no screenshot, and is kept for this tab only.
 */

import { parameters, replace } from "../state/address.js";

const KEY = "procprobe.token";

/** The token of this tab, or null. A token in the address wins over one kept before. */
export function token() {
    const given = parameters().get("token");
    if (given !== null) {
        replace({ token: null });
        remember(given);
    }
    return sessionStorage.getItem(KEY);
}

/** Whether a token waits in the address. */
export function tokenInAddress() {
    return parameters().has("token");
}

/** Keeps a token for this tab. */
export function remember(given) {
    sessionStorage.setItem(KEY, given.trim());
}

/** Drops the token. */
export function forget() {
    sessionStorage.removeItem(KEY);
}
