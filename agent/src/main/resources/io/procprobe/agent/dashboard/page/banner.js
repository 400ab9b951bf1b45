/**
 * Says that the agent does not answer, and when it is asked again. It lies over the page, so that
 * nothing moves when it comes and goes. Only its first line is read aloud: seconds that count down
 * are not.
 */

import { Problem, Unreachable } from "../agent/failures.js";
import { element, setShown, setText } from "../dom/element.js";
import { age } from "../text/times.js";

const TICK_MILLIS = 500;

export class Banner {
    #root;
    #what = element("strong", { role: "alert" });
    #when = element("span.banner-when", { "aria-hidden": "true" });
    #timer = null;

    /**
     * @param root where it stands
     * @param retry asks at once
     */
    constructor(root, retry) {
        this.#root = root;
        root.append(
            this.#what,
            this.#when,
            element("button", { type: "button", onclick: retry }, "Try now"),
        );
    }

    /** The agent is gone: why, when it is asked again, and of when the figures on the page are. */
    show(error, retryAtMillis, answeredAtMillis) {
        clearInterval(this.#timer);
        setText(this.#what, reason(error));
        const tell = () => {
            const seconds = Math.max(0, Math.ceil((retryAtMillis - Date.now()) / 1000));
            const old =
                answeredAtMillis === null
                    ? ""
                    : `Figures are ${age(Date.now() - answeredAtMillis)} old. `;
            const next = seconds > 0 ? `Next try in ${seconds} s.` : "Trying …";
            setText(this.#when, old + next);
        };
        tell();
        this.#timer = setInterval(tell, TICK_MILLIS);
        setShown(this.#root, true);
    }

    hide() {
        clearInterval(this.#timer);
        setText(this.#what, "");
        setShown(this.#root, false);
    }
}

function reason(error) {
    if (error instanceof Problem) {
        return `The agent cannot answer: ${error.message}.`;
    }
    return error instanceof Unreachable
        ? `The agent does not answer: ${error.message}.`
        : `The dashboard does not understand the agent: ${error.message}.`;
}
