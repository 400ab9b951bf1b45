/**
 * What an engineer wants to see first: the past hour of a group, what moves, what presses, what
 * happened.
 */

import { GroupCharts } from "../charts/group-charts.js";
import { element } from "../dom/element.js";
import { AlertsPanel } from "../panel/alerts.js";
import { EventsPanel } from "../panel/events.js";
import { HostPanel } from "../panel/host.js";
import { MoversPanel } from "../panel/movers.js";
import { parameter, replace } from "../state/address.js";
import { loadChange } from "../text/numbers.js";
import { bytesChange } from "../text/sizes.js";

/** Changes below these are what every process does. */
const LEAST_BYTES = 64 * 1024;
const LEAST_LOAD = 0.005;

export class OverviewView {
    needs = ["movers"];
    root;

    #store;
    #histories;
    #charts = new GroupCharts();
    #choice = element("select", {
        "aria-label": "Group",
        onchange: () =>
            replace({ group: this.#choice.value === "all" ? null : this.#choice.value }),
    });
    #names = [];
    #panels = [
        new MoversPanel("Memory movers", "memoryChange", LEAST_BYTES, bytesChange),
        new MoversPanel("CPU movers", "cpuChange", LEAST_LOAD, loadChange),
        new AlertsPanel(),
        new HostPanel(),
        new EventsPanel(),
    ];

    constructor(store, histories) {
        this.#store = store;
        this.#histories = histories;
        const [memory, cpu, alerts, host, events] = this.#panels.map(panel => panel.root);
        this.root = element(
            "section.view.overview",
            { "aria-label": "Overview" },
            element(
                "div.overview-main",
                {},
                element(
                    "section.panel",
                    { "aria-label": "History" },
                    element("header.panel-head", {}, element("h2", {}, "History"), this.#choice),
                    this.#charts.root,
                ),
                element("div.pair", {}, memory, cpu),
            ),
            element("div.overview-side", {}, alerts, host, events),
        );
    }

    focus() {
        this.#choice.focus();
    }

    /** Groups whose past is shown. */
    get historyOf() {
        return [this.#group];
    }

    get #group() {
        const wanted = parameter("group", "all");
        return this.#names.includes(wanted) ? wanted : "all";
    }

    update() {
        const names = this.#store.info?.groups ?? ["all"];
        if (names.join() !== this.#names.join()) {
            this.#names = names;
            this.#choice.replaceChildren(
                ...names.map(name =>
                    element("option", { value: name }, name === "all" ? "All processes" : name),
                ),
            );
        }
        this.#choice.value = this.#group;
        this.#charts.update(this.#histories.of(this.#group));
        this.#panels.forEach(panel => panel.update(this.#store, this.#group));
    }
}
