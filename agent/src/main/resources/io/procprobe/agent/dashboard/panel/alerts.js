/** The thresholds, those that fire first. */

import { element, setText } from "../dom/element.js";
import { KeyedList } from "../dom/keyed-list.js";
import { cores, count } from "../text/numbers.js";
import { bytes } from "../text/sizes.js";
import { age } from "../text/times.js";

/** What is measured: its name, and a value for people. */
const MEASURES = {
    memory: { title: "memory", text: bytes },
    cpu: { title: "CPU", text: value => `${cores(value)} cores` },
    processes: { title: "processes", text: count },
    // The agent counts in seconds; nobody notices a leak within one.
    growth: {
        title: "growth",
        text: value => `${bytes(value == null ? null : value * 60)}/min`,
    },
};

export class AlertsPanel {
    root;

    #list = element("ul.alerts");
    #none = element("p.none", {}, "No thresholds are configured.");
    #items = new KeyedList(this.#list, makeItem, fill);

    constructor() {
        this.root = element(
            "section.panel",
            { "aria-label": "Alerts" },
            element("header.panel-head", {}, element("h2", {}, "Alerts")),
            this.#list,
            this.#none,
        );
    }

    update(store) {
        const alerts = store.alerts
            .map(alert => ({ ...alert, now: store.groupsTime }))
            .sort((a, b) => b.firing - a.firing);
        this.#items.update(alerts, alert => `${alert.group} ${alert.measure} ${alert.threshold}`);
        this.#none.hidden = alerts.length > 0;
    }
}

function makeItem() {
    return element(
        "li",
        {},
        element("span.alert-state"),
        element("span.alert-what"),
        element("span.alert-value"),
        element("span.alert-since"),
    );
}

function fill(item, alert) {
    const measure = MEASURES[alert.measure] ?? { title: alert.measure, text: count };
    const [state, what, value, since] = item.children;
    item.dataset.state = stateOf(alert);
    setText(state, item.dataset.state);
    setText(what, `${alert.group} ${measure.title}`);
    setText(value, `${measure.text(alert.value)} of ${measure.text(alert.threshold)}`);
    setText(since, explain(alert));
}

/** A threshold that is crossed fires only after a while. */
function stateOf({ firing, since }) {
    return firing ? "firing" : since == null ? "ok" : "above";
}

/** Never empty: a line that comes and goes would move what is below. */
function explain({ firing, now, since, value, threshold }) {
    const span = since == null ? "" : ` for ${age(now - since)}`;
    if (firing && value != null && value <= threshold) {
        return "not far enough below its threshold yet";
    }
    if (firing) {
        return `above its threshold${span}`;
    }
    if (since != null) {
        return `above its threshold${span}, not long enough yet`;
    }
    return value == null ? "not measured for long enough yet" : "within its threshold";
}
