/** What may go wrong when the agent is asked. */

/** The agent answers and refuses the token, or wants one. */
export class Refused extends Error {}

/** Nobody answers, or not in time. */
export class Unreachable extends Error {}

/** The agent answers that it cannot: an application/problem+json. */
export class Problem extends Error {
    /**
     * @param status HTTP status
     * @param detail what the agent says
     * @param retryAfterMillis how long it wants to be left alone, or null
     */
    constructor(status, detail, retryAfterMillis) {
        super(detail);
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }
}
