/**
 * The last events, newest first. The agent keeps as many; asking with `since` brings only those
 * that are new.
 */

const MOST = 1_000;

export class EventLog {
    /** Newest first. */
    list = [];
    /** How many the agent had dropped before we asked. */
    missed = 0;
    #last = 0;

    get last() {
        return this.#last;
    }

    clear() {
        this.list = [];
        this.missed = 0;
        this.#last = 0;
    }

    /** Takes the answer to a question for what came after `last`. */
    take({ last, events }) {
        if (last < this.#last) {
            // Numbers start again with the agent.
            this.clear();
        }
        const fresh = events.filter(event => event.id > this.#last);
        if (fresh.length > 0 && this.#last > 0) {
            this.missed += fresh[0].id - this.#last - 1;
        }
        this.#last = Math.max(last, this.#last);
        if (fresh.length > 0) {
            this.list = fresh.reverse().concat(this.list).slice(0, MOST);
        }
    }
}
