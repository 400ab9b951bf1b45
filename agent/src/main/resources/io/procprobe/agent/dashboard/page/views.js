/** Which views there are, the links to them, and the one that is shown. */

import { element, setAttribute, setShown } from "../dom/element.js";
import { parameter, parameters } from "../state/address.js";

const FIRST = "overview";
/** What stays in the address from one view to another: the rest has another meaning there. */
const KEPT = { processes: ["q", "group", "kernel", "pid"], tree: ["q", "group", "kernel", "pid"] };
const KEPT_ELSEWHERE = ["group", "pid"];

export class Views {
    #main;
    #links = new Map();
    #makers;
    #made = new Map();
    #shown = null;

    /**
     * @param nav where the links go
     * @param main where the views go
     * @param makers by name: {title, make: () => view}; a view has root, needs, update(), focus()
     *     and maybe historyOf
     */
    constructor(nav, main, makers) {
        this.#main = main;
        this.#makers = makers;
        for (const [name, { title }] of Object.entries(makers)) {
            const link = element("a", { "data-view": name, "data-title": title }, title);
            this.#links.set(name, link);
            nav.append(link);
        }
    }

    /** Shows or hides the link to a view that not every agent has. */
    offer(name, offered) {
        setShown(this.#links.get(name), offered);
    }

    /** The view of the address. */
    get current() {
        const name = this.name;
        if (!this.#made.has(name)) {
            this.#made.set(name, this.#makers[name].make());
        }
        return this.#made.get(name);
    }

    get name() {
        const wanted = parameter("view", FIRST);
        return Object.hasOwn(this.#makers, wanted) ? wanted : FIRST;
    }

    /** Shows the view of the address; true if it is another than before. */
    show() {
        const { current, name } = this;
        for (const [target, link] of this.#links) {
            link.href = this.#address(target);
            setAttribute(link, "aria-current", target === name ? "page" : null);
        }
        if (this.#shown === current) {
            return false;
        }
        this.#shown = current;
        document.body.dataset.view = name;
        this.#main.replaceChildren(current.root);
        return true;
    }

    /** Takes the view away for something else. */
    replaceBy(other) {
        this.#shown = null;
        this.#main.replaceChildren(other);
    }

    #address(target) {
        const before = parameters();
        const after = new URLSearchParams({ view: target });
        const kept = KEPT[target] && KEPT[this.name] ? KEPT[target] : KEPT_ELSEWHERE;
        const names = target === this.name ? [...before.keys()] : kept;
        names
            .filter(name => name !== "view" && before.has(name))
            .forEach(name => after.set(name, before.get(name)));
        return `#${after}`;
    }
}
