/**
 * Asks the agent once per interval of its own, and says how that goes. One round at a time; none
 * while the tab is hidden or the reader has paused.
 */

import { backoffMillis } from "./backoff.js";
import { Problem, Refused, Unreachable } from "./failures.js";

/** How the last round went. */
export const Link = Object.freeze({
    CONNECTING: "connecting",
    LIVE: "live",
    PAUSED: "paused",
    GONE: "gone",
    REFUSED: "refused",
});

export class Poller {
    #round;
    #listener;
    #timer = null;
    #running = false;
    #paused = false;
    #failures = 0;
    #again = false;
    #refused = false;

    /**
     * @param round asks for everything once: async () => milliseconds until the next round
     * @param listener told of each change: ({link, error, retryAtMillis}) => void
     */
    constructor(round, listener) {
        this.#round = round;
        this.#listener = listener;
        document.addEventListener("visibilitychange", () => this.#wake());
    }

    /** Starts, or asks at once. */
    now() {
        if (this.#running) {
            this.#again = true;
            return;
        }
        this.#go();
    }

    get paused() {
        return this.#paused;
    }

    /** Stops asking until told otherwise: moving figures can be held still to be read. */
    pause(paused) {
        this.#paused = paused;
        if (paused) {
            clearTimeout(this.#timer);
            this.#listener({ link: Link.PAUSED });
        } else {
            this.now();
        }
    }

    #wake() {
        if (document.hidden) {
            clearTimeout(this.#timer);
        } else if (!this.#paused && !this.#refused) {
            this.now();
        }
    }

    async #go() {
        clearTimeout(this.#timer);
        this.#running = true;
        this.#again = false;
        this.#refused = false;
        let wait = null;
        try {
            wait = await this.#round();
            this.#failures = 0;
            this.#listener({ link: this.#paused ? Link.PAUSED : Link.LIVE });
        } catch (error) {
            wait = this.#failed(error);
        } finally {
            this.#running = false;
        }
        // An agent that is gone is looked for even in a pause, which is one of figures and not of
        // the connection.
        const wanted = !this.#paused || this.#failures > 0;
        if (wait !== null && wanted && !document.hidden) {
            this.#timer = setTimeout(() => this.now(), this.#again ? 0 : wait);
        }
    }

    #failed(error) {
        if (error instanceof Refused) {
            this.#failures = 0;
            this.#refused = true;
            this.#listener({ link: Link.REFUSED });
            return null;
        }
        if (!(error instanceof Problem || error instanceof Unreachable)) {
            console.error(error);
        }
        this.#failures++;
        const asked = error instanceof Problem ? error.retryAfterMillis : null;
        const wait = asked ?? backoffMillis(this.#failures);
        this.#listener({ link: Link.GONE, error, retryAtMillis: Date.now() + wait });
        return wait;
    }
}
