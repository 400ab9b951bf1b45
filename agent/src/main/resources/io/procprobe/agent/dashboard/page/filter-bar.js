/** Text, group and kernel threads: which processes are shown. It all stands in the address. */

import { element } from "../dom/element.js";
import { parameter, replace } from "../state/address.js";

export class FilterBar {
    root;

    #text;
    #group = element("select", { "aria-label": "Group" });
    #kernel;
    #groups = [];

    /** @param options toGrid: leaves the filter for the rows; tools: more buttons */
    constructor({ toGrid, tools }) {
        this.#text = element("input", {
            type: "search",
            placeholder: "Filter by name or PID",
            "aria-label": "Filter by name or PID",
            title: "Part of a name, a name with * and ?, or a PID",
            spellcheck: "false",
            autocomplete: "off",
            oninput: () => replace({ q: this.#text.value }),
            onkeydown: event => {
                if (event.key === "ArrowDown" || event.key === "Enter") {
                    event.preventDefault();
                    toGrid();
                }
            },
        });
        this.#group.addEventListener("change", () =>
            replace({ group: this.#group.value === "all" ? null : this.#group.value }),
        );
        this.#kernel = element("input", {
            type: "checkbox",
            onchange: () => replace({ kernel: this.#kernel.checked ? "1" : null }),
        });
        this.root = element(
            "div.filter",
            { role: "search" },
            this.#text,
            this.#group,
            element("label.check", {}, this.#kernel, "Kernel threads"),
            ...tools,
        );
    }

    focus() {
        this.#text.focus();
        this.#text.select();
    }

    /** What is wanted, for state/filter.js. */
    get criteria() {
        const group = parameter("group", "all");
        return {
            text: parameter("q", ""),
            // A link may name a group that was configured once.
            group: this.#groups.includes(group) ? group : "all",
            kernelThreads: parameter("kernel") === "1",
        };
    }

    /** Whether text or group leave something out. */
    get active() {
        const { text, group } = this.criteria;
        return text.trim() !== "" || group !== "all";
    }

    /** Shows what the address says. */
    update(groups) {
        if (this.#groups.join() !== groups.join()) {
            this.#groups = groups;
            this.#group.replaceChildren(
                ...groups.map(name =>
                    element("option", { value: name }, name === "all" ? "All groups" : name),
                ),
            );
        }
        const { text, group, kernelThreads } = this.criteria;
        if (this.#text.value !== text) {
            this.#text.value = text;
        }
        this.#group.value = group;
        this.#kernel.checked = kernelThreads;
    }
}
