/** Everything that happened, newest first. */

import { element, setText } from "../dom/element.js";
import { Grid } from "../grid/grid.js";
import { go, parameter, replace } from "../state/address.js";
import { count } from "../text/numbers.js";
import { eventName, eventText, isTrouble } from "../text/events.js";
import { clock } from "../text/times.js";

const KINDS = ["spawned", "exited", "reaped", "alert", "cleared"];

const COLUMNS = [
    { id: "time", title: "Time", width: "10.5ch", numeric: true, text: event => clock(event.time) },
    {
        id: "kind",
        title: "Event",
        width: "10.5ch",
        fill: (cell, event) => {
            setText(cell, event.kind);
            cell.dataset.kind = event.kind;
        },
    },
    {
        id: "name",
        title: "Process",
        width: "minmax(5.5rem, 14rem)",
        text: event => eventName(event),
    },
    {
        id: "pid",
        title: "PID",
        width: "9ch",
        numeric: true,
        from: 560,
        text: event => (event.pid == null ? "" : String(event.pid)),
    },
    {
        id: "groups",
        title: "Groups",
        width: "minmax(4rem, 10rem)",
        from: 900,
        text: event => groupNames(event),
    },
    {
        id: "why",
        title: "How and why",
        width: "minmax(5rem, 3fr)",
        ownLineBelow: 560,
        fill: (cell, event) => {
            const text = eventText(event);
            setText(cell, text);
            cell.title = text;
            cell.classList.toggle("trouble", isTrouble(event));
        },
    },
];

export class EventsView {
    needs = [];
    root;

    #store;
    #grid = new Grid(COLUMNS, {
        label: "Events, newest first",
        empty: "No events.",
        onActivate: event => event.pid != null && go({ pid: event.pid }),
        onSearch: () => this.#text.focus(),
    });
    #text = element("input", {
        type: "search",
        placeholder: "Filter by name, PID or reason",
        "aria-label": "Filter by name, PID or reason",
        spellcheck: "false",
        autocomplete: "off",
        oninput: () => replace({ q: this.#text.value }),
    });
    #boxes = KINDS.map(kind => ({
        kind,
        box: element("input", { type: "checkbox", onchange: () => this.#choose() }),
    }));
    #count = element("output.shown-count");

    constructor(store) {
        this.#store = store;
        this.root = element(
            "section.view.fill",
            { "aria-label": "Events" },
            element(
                "div.view-head",
                {},
                element(
                    "div.filter",
                    { role: "search" },
                    this.#text,
                    ...this.#boxes.map(({ kind, box }) => element("label.check", {}, box, kind)),
                ),
                this.#count,
            ),
            this.#grid.root,
        );
    }

    focus() {
        this.#grid.root.focus();
    }

    update() {
        const text = parameter("q", "");
        const hidden = new Set(parameter("without", "").split(","));
        if (this.#text.value !== text) {
            this.#text.value = text;
        }
        this.#boxes.forEach(({ kind, box }) => (box.checked = !hidden.has(kind)));
        const { list, missed } = this.#store.events;
        const wanted = text.trim().toLowerCase();
        const rows = list.filter(event => !hidden.has(event.kind) && matches(event, wanted));
        rows.forEach(event => (event.key = String(event.id)));
        this.#grid.setRows(rows);
        const more = missed > 0 ? `, ${count(missed)} missed` : "";
        setText(this.#count, `${count(rows.length)} of ${count(list.length)}${more}`);
    }

    #choose() {
        const without = this.#boxes.filter(({ box }) => !box.checked).map(({ kind }) => kind);
        replace({ without: without.join() });
    }
}

function groupNames(event) {
    return (event.groups ?? []).filter(group => group !== "all").join(", ");
}

function matches(event, wanted) {
    return (
        wanted === "" ||
        eventName(event).toLowerCase().includes(wanted) ||
        String(event.pid ?? "").startsWith(wanted) ||
        (event.reason ?? "").toLowerCase().includes(wanted)
    );
}
