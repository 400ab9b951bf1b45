/**
 * Asks the agent. Knows which answers it already gave, so that what did not change is not sent
 * again.
 */

import { Problem, Refused, Unreachable } from "./failures.js";

const TIMEOUT_MILLIS = 10_000;
// Relative, so that the dashboard also works below a path of a reverse proxy.
const BASE = "api/v1/";

export class Client {
    #token;
    #etags = new Map();

    /** @param token what the agent asks for, or null */
    constructor(token) {
        this.#token = token;
    }

    /** Takes every answer as new again: after a restart the same tag may stand for other data. */
    forgetAnswers() {
        this.#etags.clear();
    }

    /** What stands at a path; throws Refused, Unreachable or Problem. */
    async get(path) {
        return bodyOf(await this.#fetch(path, {}));
    }

    /** What stands at a path if it is another than last time, else null. */
    async getIfChanged(path) {
        const known = this.#etags.get(path);
        const response = await this.#fetch(path, known ? { "If-None-Match": known } : {});
        if (response.status === 304) {
            return null;
        }
        const body = await bodyOf(response);
        const etag = response.headers.get("ETag");
        if (etag) {
            this.#etags.set(path, etag);
        }
        return body;
    }

    async #fetch(path, headers) {
        if (this.#token) {
            headers.Authorization = `Bearer ${this.#token}`;
        }
        let response;
        try {
            response = await fetch(BASE + path, {
                headers,
                cache: "no-store",
                credentials: "omit",
                redirect: "error",
                signal: AbortSignal.timeout(TIMEOUT_MILLIS),
            });
        } catch (error) {
            throw new Unreachable(
                error.name === "TimeoutError"
                    ? `no answer within ${TIMEOUT_MILLIS / 1000} s`
                    : "no connection",
            );
        }
        if (response.ok || response.status === 304) {
            return response;
        }
        if (response.status === 401) {
            throw new Refused();
        }
        throw await problem(response);
    }
}

async function bodyOf(response) {
    try {
        return await response.json();
    } catch {
        throw new Unreachable("its answer broke off");
    }
}

async function problem(response) {
    let detail = `${response.status} ${response.statusText}`;
    try {
        const body = await response.json();
        detail = body.detail ?? body.title ?? detail;
    } catch {
        // Not from the agent, but from a proxy before it: the status has to do.
    }
    const seconds = Number(response.headers.get("Retry-After"));
    return new Problem(response.status, detail, seconds > 0 ? seconds * 1000 : null);
}
