/** All processes as a table, or as a tree. Both have the same columns and filter. */

import { processColumns } from "../grid/process-columns.js";
import { Grid } from "../grid/grid.js";
import { element, setText } from "../dom/element.js";
import { FilterBar } from "../page/filter-bar.js";
import { go, parameter, replace } from "../state/address.js";
import { processFilter } from "../state/filter.js";
import { sorted } from "../state/order.js";
import { treeRows } from "../state/process-tree.js";
import { count } from "../text/numbers.js";

export class ProcessesView {
    needs = ["processes"];
    root;

    #isTree;
    #store;
    #grid;
    #columns;
    #filter;
    #scale = { memory: 1, subtreeMemory: 1, cpu: 1 };
    #collapsed = new Set();
    #count = element("output.shown-count");

    /**
     * @param store what the agent said
     * @param isTree whether children stand below their parents
     */
    constructor(store, isTree) {
        this.#store = store;
        this.#isTree = isTree;
        this.#columns = processColumns(
            isTree,
            isTree ? row => row.process : row => row,
            this.#scale,
            () => store.processesTime,
        );
        this.#grid = new Grid(this.#columns, {
            label: isTree ? "Tree of processes" : "Processes",
            tree: isTree,
            empty: "No process matches.",
            onSort: column => this.#sortBy(column),
            onActivate: row => go({ pid: this.#process(row).pid }),
            onToggle: (row, expand) => this.#toggle(row, expand),
            onSearch: () => this.#filter.focus(),
            decorate: (line, row) => {
                line.dataset.pid = this.#process(row).pid;
            },
        });
        this.#filter = new FilterBar({
            toGrid: () => this.#grid.root.focus(),
            tools: isTree
                ? [
                      element(
                          "button.tool",
                          { type: "button", onclick: () => this.#expandAll() },
                          "Expand all",
                      ),
                      element(
                          "button.tool",
                          { type: "button", onclick: () => this.#collapseAll() },
                          "Collapse all",
                      ),
                  ]
                : [],
        });
        this.root = element(
            "section.view.fill",
            { "aria-label": isTree ? "Tree" : "Processes" },
            element("div.view-head", {}, this.#filter.root, this.#count),
            this.#grid.root,
        );
    }

    focus() {
        this.#grid.root.focus();
    }

    update() {
        const { processes } = this.#store;
        this.#filter.update(this.#store.info?.groups ?? []);
        const criteria = this.#filter.criteria;
        const wanted = processFilter(criteria);
        const { column, descending } = this.#sort();
        this.#measure(processes);
        const rows = this.#isTree
            ? treeRows(processes, {
                  wanted,
                  filtering: this.#filter.active,
                  collapsed: this.#collapsed,
                  sort: column && { valueOf: process => column.value(asRow(process)), descending },
              })
            : sorted(processes.filter(wanted), column.value, descending);
        this.#grid.setSort(column?.id ?? null, descending);
        const pid = parameter("pid");
        this.#grid.setSelected(
            pid === null
                ? null
                : (processes.find(process => String(process.pid) === pid)?.key ?? null),
        );
        this.#grid.setRows(rows);
        const shown = this.#isTree ? processes.filter(wanted).length : rows.length;
        setText(this.#count, `${count(shown)} of ${count(processes.length)}`);
    }

    #process(row) {
        return this.#isTree ? row.process : row;
    }

    /** The sorting in the address; the tree may be without, in the agent's order. */
    #sort() {
        const otherwise = this.#isTree ? null : "memory";
        const id = parameter("sort", otherwise);
        const column =
            this.#columns.find(each => each.id === id && each.value) ??
            this.#columns.find(each => each.id === otherwise) ??
            null;
        const order = parameter("order");
        return {
            column,
            descending: order === null ? (column?.descendingFirst ?? false) : order === "desc",
        };
    }

    #sortBy(id) {
        const { column, descending } = this.#sort();
        const first = this.#columns.find(each => each.id === id).descendingFirst ?? false;
        if (this.#isTree && column?.id === id && descending !== first) {
            // A third time: siblings stand as the agent has them again.
            replace({ sort: null, order: null });
            return;
        }
        const down = column?.id === id ? !descending : first;
        replace({ sort: id, order: down ? "desc" : "asc" });
    }

    #toggle(row, expand) {
        if (expand) {
            this.#collapsed.delete(row.key);
        } else {
            this.#collapsed.add(row.key);
        }
        this.update();
    }

    #expandAll() {
        this.#collapsed.clear();
        this.update();
    }

    #collapseAll() {
        this.#collapsed = new Set(this.#store.processes.map(process => process.key));
        this.update();
    }

    #measure(processes) {
        const scale = this.#scale;
        scale.memory = scale.subtreeMemory = scale.cpu = 0;
        for (const process of processes) {
            scale.memory = Math.max(scale.memory, process.residentBytes ?? 0);
            scale.subtreeMemory = Math.max(scale.subtreeMemory, process.subtreeResidentBytes ?? 0);
            scale.cpu = Math.max(scale.cpu, process.cpuLoad ?? 0);
        }
        scale.memory ||= 1;
        scale.subtreeMemory ||= 1;
    }
}

/** What columns of a tree take: a row that has the process. */
function asRow(process) {
    return { process };
}
