/** Each group as a card: its figures, and the past hour of its memory and CPU. */

import { Sparkline } from "../charts/sparkline.js";
import { element, setText } from "../dom/element.js";
import { KeyedList } from "../dom/keyed-list.js";
import { cores, count, plural } from "../text/numbers.js";
import { bytes } from "../text/sizes.js";
import { cpuTime } from "../text/times.js";

const MIB = 2 ** 20;

export class GroupsView {
    needs = [];
    root;

    #store;
    #histories;
    #list = element("ul.groups");
    #cards = new Map();
    #items = new KeyedList(
        this.#list,
        name => this.#make(name),
        (item, group) => this.#fill(item, group),
    );

    constructor(store, histories) {
        this.#store = store;
        this.#histories = histories;
        this.root = element("section.view", { "aria-label": "Groups" }, this.#list);
    }

    focus() {
        this.#list.querySelector("a")?.focus();
    }

    /** Groups whose past is shown. */
    get historyOf() {
        return this.#store.groups.map(group => group.name);
    }

    update() {
        this.#items.update(this.#store.groups, group => group.name);
    }

    #make(name) {
        const card = {
            processes: element("span.group-processes"),
            memory: measure("Memory", new Sparkline("--memory", MIB)),
            cpu: measure("CPU", new Sparkline("--cpu", 0.1)),
            facts: element("p.group-facts"),
        };
        this.#cards.set(name, card);
        const group = encodeURIComponent(name);
        return element(
            "li.panel.group",
            { "data-group": name },
            element("header.panel-head", {}, element("h2", {}, name), card.processes),
            card.memory.root,
            card.cpu.root,
            card.facts,
            element(
                "p.group-links",
                {},
                element(
                    "a",
                    {
                        href: `#view=processes&group=${group}`,
                        "aria-label": `Processes of ${name}`,
                    },
                    "Processes",
                ),
                element(
                    "a",
                    { href: `#view=tree&group=${group}`, "aria-label": `Tree of ${name}` },
                    "Tree",
                ),
                element(
                    "a",
                    { href: `#view=overview&group=${group}`, "aria-label": `Charts of ${name}` },
                    "Charts",
                ),
            ),
        );
    }

    #fill(item, group) {
        const card = this.#cards.get(group.name);
        const { times, residentBytes, cpuLoad } = this.#histories.of(group.name);
        const processes = plural(group.processes, "process", "processes");
        setText(card.processes, `${processes}, peak ${count(group.peakProcesses)}`);
        card.memory.fill(
            bytes(group.residentBytes),
            `peak ${bytes(group.peakResidentBytes)}`,
            times,
            residentBytes,
        );
        card.cpu.fill(
            `${cores(group.cpuLoad)} cores`,
            `${cpuTime(group.cpuMillis)} in all`,
            times,
            cpuLoad,
        );
        setText(card.facts, `${count(group.spawned)} spawned, ${count(group.exited)} exited`);
    }
}

function measure(title, sparkline) {
    const value = element("span.measure-value");
    const note = element("span.measure-note");
    return {
        root: element(
            "div.measure",
            {},
            element("div.measure-text", {}, element("span.measure-title", {}, title), value, note),
            sparkline.root,
        ),
        fill: (text, detail, times, values) => {
            setText(value, text);
            setText(note, detail);
            sparkline.setData(times, values);
        },
    };
}
