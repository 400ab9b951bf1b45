/** The processes whose memory or CPU changed the most since the reading before. */

import { element, setText } from "../dom/element.js";
import { KeyedList } from "../dom/keyed-list.js";
import { link } from "../state/address.js";
import { topMovers } from "../state/movers.js";
import { nameOf } from "../text/names.js";
import { duration } from "../text/times.js";

const MOST = 8;

export class MoversPanel {
    root;

    #property;
    #least;
    #text;
    #since = element("span.panel-note");
    #list = element("ol.movers");
    #none = element("p.none", { hidden: true }, "Nothing moved.");
    #items;

    /**
     * @param title of the panel
     * @param property of a process, its change
     * @param least changes smaller than this are left out
     * @param text a change for people
     */
    constructor(title, property, least, text) {
        this.#property = property;
        this.#least = least;
        this.#text = text;
        this.#items = new KeyedList(this.#list, makeItem, (item, mover) => this.#fill(item, mover));
        this.root = element(
            "section.panel",
            { "aria-label": title },
            element("header.panel-head", {}, element("h2", {}, title), this.#since),
            this.#list,
            this.#none,
        );
    }

    /** Shows those of a group; "all" is one. */
    update(store, group) {
        const { comparedMillis } = store;
        const processes = store.processes.filter(({ groups }) => groups.includes(group));
        setText(this.#since, comparedMillis === null ? "" : `in ${duration(comparedMillis)}`);
        const movers = topMovers(processes, this.#property, this.#least, MOST);
        const most = movers.length === 0 ? 1 : Math.abs(movers[0][this.#property]);
        // By place and not by process: a list of others each second need not slide about.
        this.#items.update(
            movers.map((process, place) => ({
                process,
                place,
                share: Math.abs(process[this.#property]) / most,
            })),
            mover => mover.place,
        );
        this.#none.hidden = movers.length > 0 || comparedMillis === null;
    }

    #fill(item, { process, share }) {
        const change = process[this.#property];
        const [name, value] = item.firstElementChild.children;
        item.firstElementChild.href = link({ pid: process.pid });
        setText(name.firstElementChild, nameOf(process));
        setText(name.lastElementChild, String(process.pid));
        setText(value, this.#text(change));
        item.dataset.direction = change > 0 ? "up" : "down";
        item.style.setProperty("--share", share.toFixed(3));
    }
}

function makeItem() {
    return element(
        "li",
        {},
        element(
            "a",
            {},
            element("span.mover", {}, element("span.name"), element("span.pid")),
            element("span.change"),
        ),
    );
}
