/** The last few events; all of them have a view. */

import { element, setText } from "../dom/element.js";
import { KeyedList } from "../dom/keyed-list.js";
import { eventName, eventText } from "../text/events.js";
import { clock } from "../text/times.js";

const MOST = 10;

export class EventsPanel {
    root;

    #list = element("ol.events");
    #none = element("p.none", {}, "None yet.");
    #items = new KeyedList(this.#list, makeItem, fill);

    constructor() {
        this.root = element(
            "section.panel",
            { "aria-label": "Last events" },
            element(
                "header.panel-head",
                {},
                element("h2", {}, "Last events"),
                element("a.panel-note", { href: "#view=events" }, "all"),
            ),
            this.#list,
            this.#none,
        );
    }

    /** Shows those of a group. Of "all" are those as well that the agent gives no group. */
    update({ events }, group) {
        const ofGroup = lastOf(events.list, group);
        // By place: rows get other texts, and none of them moves.
        this.#items.update(
            ofGroup.map((event, place) => ({ event, place })),
            ({ place }) => place,
        );
        this.#none.hidden = ofGroup.length > 0;
    }
}

function lastOf(events, group) {
    const all = group === "all" ? events : events.filter(({ groups }) => groups.includes(group));
    return all.slice(0, MOST);
}

function makeItem() {
    return element(
        "li",
        {},
        element("time"),
        element("span.event-kind"),
        element("span.event-name"),
        element("span.event-text"),
    );
}

function fill(item, { event }) {
    const [time, kind, name, text] = item.children;
    setText(time, clock(event.time));
    setText(kind, event.kind);
    kind.dataset.kind = event.kind;
    setText(name, event.pid == null ? eventName(event) : `${eventName(event)} ${event.pid}`);
    setText(text, eventText(event));
    text.title = eventText(event);
}
