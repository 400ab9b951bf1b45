/** The fleet: all hosts that Prometheus knows, and their sums. */

import { element, setShown, setText } from "../dom/element.js";
import { Grid } from "../grid/grid.js";
import { parameter, replace } from "../state/address.js";
import { sorted } from "../state/order.js";
import { oneLine } from "../text/names.js";
import { cores, count, plural } from "../text/numbers.js";
import { bytes, percent } from "../text/sizes.js";

const used = host =>
    host.memoryTotalBytes > 0 && host.memoryAvailableBytes != null
        ? 1 - host.memoryAvailableBytes / host.memoryTotalBytes
        : null;

const COLUMNS = [
    {
        id: "host",
        title: "Host",
        width: "minmax(9rem, 1fr)",
        value: host => host.host,
        fill: (cell, host) => {
            setText(cell, oneLine(host.host));
            cell.title = host.address ? `Asked at ${host.address}` : "";
        },
    },
    {
        id: "up",
        title: "Agent",
        width: "8ch",
        value: host => (host.up ? 1 : 0),
        fill: (cell, host) => {
            setText(cell, host.up ? "up" : "down");
            cell.dataset.kind = host.up ? "up" : "down";
        },
    },
    {
        id: "processes",
        title: "Processes",
        width: "12.5ch",
        numeric: true,
        descendingFirst: true,
        from: 520,
        value: host => host.processes,
        text: host => count(host.processes),
    },
    {
        id: "cpu",
        title: "CPU",
        hint: "Busy cores, of all processes",
        width: "9ch",
        numeric: true,
        descendingFirst: true,
        from: 900,
        value: host => host.cpuLoad,
        text: host => cores(host.cpuLoad),
    },
    {
        id: "memory",
        title: "Resident",
        hint: "Resident memory of all processes",
        width: "12ch",
        numeric: true,
        descendingFirst: true,
        from: 420,
        value: host => host.residentBytes,
        text: host => bytes(host.residentBytes),
    },
    {
        id: "available",
        title: "Available",
        width: "12ch",
        numeric: true,
        value: host => host.memoryAvailableBytes,
        text: host => bytes(host.memoryAvailableBytes),
    },
    {
        id: "total",
        title: "Total",
        width: "12ch",
        numeric: true,
        descendingFirst: true,
        from: 700,
        value: host => host.memoryTotalBytes,
        text: host => bytes(host.memoryTotalBytes),
    },
    {
        id: "used",
        title: "In use",
        width: "12ch",
        numeric: true,
        descendingFirst: true,
        from: 620,
        value: used,
        text: host => percent(used(host)),
        share: used,
    },
    {
        id: "pressure",
        title: "Pressure",
        hint: "Share of time in which some task waited for memory",
        width: "12ch",
        numeric: true,
        descendingFirst: true,
        from: 800,
        value: host => host.pressureMemory,
        text: host => percent(host.pressureMemory),
    },
];

export class HostsView {
    needs = ["fleet"];
    root;

    #store;
    #sum = element("p.fleet-sum");
    #problem = element("p.notice", { role: "alert", hidden: true });
    #grid = new Grid(COLUMNS, {
        label: "Hosts",
        empty: "Prometheus knows no host with an agent.",
        onSort: column => this.#sortBy(column),
        onSearch: () => this.#text.focus(),
        decorate: (line, host) => {
            line.dataset.up = host.up;
        },
    });
    #text = element("input", {
        type: "search",
        placeholder: "Filter by host",
        "aria-label": "Filter by host",
        spellcheck: "false",
        autocomplete: "off",
        oninput: () => replace({ q: this.#text.value }),
    });

    constructor(store) {
        this.#store = store;
        this.root = element(
            "section.view.fill",
            { "aria-label": "Hosts" },
            element(
                "div.view-head",
                {},
                element("div.filter", { role: "search" }, this.#text),
                this.#sum,
            ),
            this.#problem,
            this.#grid.root,
        );
    }

    focus() {
        this.#grid.root.focus();
    }

    update() {
        const { fleet, fleetProblem } = this.#store;
        setShown(this.#problem, fleetProblem !== null);
        setText(this.#problem, fleetProblem ?? "");
        if (fleet === null) {
            return;
        }
        const text = parameter("q", "");
        if (this.#text.value !== text) {
            this.#text.value = text;
        }
        const { column, descending } = this.#sort();
        const wanted = text.trim().toLowerCase();
        const hosts = fleet.hosts.filter(host => host.host.toLowerCase().includes(wanted));
        hosts.forEach(host => (host.key = host.host));
        this.#grid.setSort(column.id, descending);
        this.#grid.setRows(sorted(hosts, column.value, descending));
        setText(this.#sum, sum(hosts));
    }

    #sort() {
        const column = COLUMNS.find(each => each.id === parameter("sort")) ?? COLUMNS[0];
        const order = parameter("order");
        return {
            column,
            descending: order === null ? (column.descendingFirst ?? false) : order === "desc",
        };
    }

    #sortBy(id) {
        const { column, descending } = this.#sort();
        const next = COLUMNS.find(each => each.id === id);
        const down = column.id === id ? !descending : (next.descendingFirst ?? false);
        replace({ sort: id, order: down ? "desc" : "asc" });
    }
}

function sum(hosts) {
    const add = property => hosts.reduce((total, host) => total + (host[property] ?? 0), 0);
    const down = hosts.filter(host => !host.up).length;
    return [
        `${plural(hosts.length, "host", "hosts")}${down > 0 ? `, ${count(down)} down` : ""}`,
        plural(add("processes"), "process", "processes"),
        `${bytes(add("residentBytes"))} resident`,
        `${bytes(add("memoryAvailableBytes"))} of ${bytes(add("memoryTotalBytes"))} available`,
    ].join(" · ");
}
