/**
 * A table of any length, of which only what is visible exists as elements. ARIA pattern "grid" or
 * "treegrid": one tab stop; `aria-activedescendant` names the active row or cell, so that the focus
 * is never in an element that an update or scrolling takes away.
 */

import { element, setAttribute, setText } from "../dom/element.js";
import { ActivePlace, HEADER, WHOLE_ROW } from "./active-place.js";
import { gridKeys } from "./keys.js";

/** As in grid.css: of a row, and of one with a second line for a text. */
const ROW_HEIGHT = 26;
const TWO_LINE_ROW_HEIGHT = 62;
const OVERSCAN = 8;

let grids = 0;

export class Grid {
    /** The grid's own element: it scrolls, and has the focus. */
    root;
    rows = [];
    place = new ActivePlace();

    #id = `grid-${++grids}`;
    #columns;
    #visible = [];
    #layout = "";
    #rowHeight = ROW_HEIGHT;
    #options;
    #head;
    #body;
    #window;
    #pool = [];
    #first = 0;
    #sort = { column: null, descending: false };
    #selected = null;
    #frame = 0;

    /**
     * @param columns see process-columns.js
     * @param options label; tree: whether rows have level, childCount and expanded; empty: text
     *     without rows; onSort(columnId), onActivate(row), onToggle(row, expand), onSearch(),
     *     decorate(rowElement, row): all optional
     */
    constructor(columns, options) {
        this.#columns = columns;
        this.#options = options;
        this.#head = element("div.grid-row.grid-head-row", { role: "row", "aria-rowindex": 1 });
        this.#window = element("div.grid-window", { role: "rowgroup" });
        this.#body = element("div.grid-body", { role: "none" }, this.#window);
        this.empty = element("p.grid-empty", { role: "none", hidden: true }, options.empty ?? "");
        this.root = element(
            "div.grid",
            {
                role: options.tree ? "treegrid" : "grid",
                tabindex: 0,
                "aria-label": options.label,
                "aria-readonly": "true",
            },
            element("div.grid-head", { role: "rowgroup" }, this.#head),
            this.#body,
            this.empty,
        );
        this.root.addEventListener("scroll", () => this.#renderSoon(), { passive: true });
        this.root.addEventListener("keydown", event => gridKeys(this, event));
        this.root.addEventListener("focus", () => this.#focused());
        this.root.addEventListener("blur", () => this.#renderSoon());
        this.#window.addEventListener("click", event => this.#clicked(event));
        new ResizeObserver(() => this.#resized()).observe(this.root);
    }

    get columns() {
        return this.#visible;
    }

    get isTree() {
        return this.#options.tree === true;
    }

    get rowsPerPage() {
        return Math.max(1, Math.floor(this.root.clientHeight / this.#rowHeight) - 2);
    }

    /** Shows other rows; each has a `key`. The active row stays the active one wherever it went. */
    setRows(rows) {
        this.rows = rows;
        this.place.follow(rows);
        setAttribute(this.root, "aria-rowcount", rows.length + 1);
        this.#body.style.height = `${rows.length * this.#rowHeight}px`;
        this.empty.hidden = rows.length > 0;
        this.#renderSoon();
    }

    /** Says by which column the rows are sorted; null by none. */
    setSort(column, descending) {
        this.#sort = { column, descending };
        this.#showSort();
    }

    /** Marks the row with a key as the chosen one; null marks none. */
    setSelected(key) {
        this.#selected = key;
        this.#renderSoon();
    }

    /** Goes to a place and brings it into view. */
    moveTo(row, column) {
        if (this.rows.length === 0) {
            row = HEADER;
        }
        this.place.set(
            this.rows,
            Math.max(HEADER, Math.min(row, this.rows.length - 1)),
            Math.max(WHOLE_ROW, Math.min(column, this.#visible.length - 1)),
        );
        this.#reveal();
        this.#render();
    }

    /** Does what Enter does at the active place. */
    activate() {
        if (this.place.row === HEADER) {
            this.#sortBy(this.#visible[Math.max(0, this.place.column)]);
        } else if (this.rows[this.place.row]) {
            this.#options.onActivate?.(this.rows[this.place.row]);
        }
    }

    toggle(row, expand) {
        this.#options.onToggle?.(row, expand);
    }

    search() {
        this.#options.onSearch?.();
    }

    #sortBy(column) {
        if (this.#isSortable(column)) {
            this.#options.onSort(column.id);
        }
    }

    #focused() {
        if (this.place.row < HEADER) {
            this.place.set(this.rows, this.rows.length > 0 ? 0 : HEADER, WHOLE_ROW);
        }
        this.#render();
    }

    #clicked(event) {
        const line = event.target.closest(".grid-row");
        const row = line && this.rows[line.procprobeIndex];
        if (!row) {
            return;
        }
        this.place.set(this.rows, line.procprobeIndex, WHOLE_ROW);
        this.#render();
        if (event.target.closest(".toggle") && row.childCount > 0) {
            this.toggle(row, !row.expanded);
        } else if (getSelection().isCollapsed) {
            // A reader who marks text wants to copy it.
            this.#options.onActivate?.(row);
        }
    }

    #reveal() {
        if (this.place.row === HEADER) {
            return;
        }
        const top = this.place.row * this.#rowHeight;
        const height = this.root.clientHeight - this.#head.offsetHeight;
        if (top < this.root.scrollTop) {
            this.root.scrollTop = top;
        } else if (top + this.#rowHeight > this.root.scrollTop + height) {
            this.root.scrollTop = top + this.#rowHeight - height;
        }
    }

    #resized() {
        const width = this.root.clientWidth;
        if (width === 0) {
            return;
        }
        const visible = this.#columns.filter(column => width >= (column.from ?? 0));
        const layout = columns =>
            columns.map(column => `${column.id} ${hasOwnLine(column, width)}`).join();
        if (layout(visible) !== this.#layout) {
            this.#layout = layout(visible);
            this.#visible = visible;
            const inLine = visible.filter(column => !hasOwnLine(column, width));
            const tracks = inLine.map(column => column.width).join(" ");
            this.root.style.setProperty("--tracks", tracks);
            this.#setTwoLines(inLine.length < visible.length);
            setAttribute(this.root, "aria-colcount", visible.length);
            this.place.column = Math.min(this.place.column, visible.length - 1);
            this.#pool = [];
            this.#window.replaceChildren();
            this.#makeHead();
        }
        this.#renderSoon();
    }

    #setTwoLines(areTwo) {
        this.root.classList.toggle("two-lines", areTwo);
        this.#rowHeight = areTwo ? TWO_LINE_ROW_HEIGHT : ROW_HEIGHT;
        this.#body.style.height = `${this.rows.length * this.#rowHeight}px`;
    }

    #makeHead() {
        this.#head.replaceChildren(
            ...this.#visible.map((column, index) =>
                element(
                    "div.grid-cell.grid-header",
                    {
                        role: "columnheader",
                        id: `${this.#id}-head-${index}`,
                        "data-column": column.id,
                        "data-numeric": column.numeric ?? false,
                        "data-wraps": column.ownLineBelow !== undefined,
                        "data-sortable": this.#isSortable(column),
                        "aria-colindex": index + 1,
                        title: column.hint,
                        onclick: () => this.#sortBy(column),
                    },
                    element("span.grid-title", {}, column.title),
                ),
            ),
        );
        this.#showSort();
    }

    #showSort() {
        const { column, descending } = this.#sort;
        this.#visible.forEach((each, index) => {
            const order = each.id === column ? (descending ? "descending" : "ascending") : "none";
            setAttribute(
                this.#head.children[index],
                "aria-sort",
                this.#isSortable(each) ? order : null,
            );
        });
    }

    #isSortable(column) {
        return column.value !== undefined && this.#options.onSort !== undefined;
    }

    #renderSoon() {
        if (this.#frame === 0) {
            this.#frame = requestAnimationFrame(() => this.#render());
        }
    }

    #render() {
        cancelAnimationFrame(this.#frame);
        this.#frame = 0;
        if (this.#visible.length === 0 || this.root.clientHeight === 0) {
            return;
        }
        const wanted = Math.ceil(this.root.clientHeight / this.#rowHeight) + 2 * OVERSCAN;
        const top = Math.floor(this.root.scrollTop / this.#rowHeight) - OVERSCAN;
        this.#first = Math.max(0, Math.min(top, this.rows.length - wanted));
        const count = Math.min(wanted, this.rows.length - this.#first);
        while (this.#pool.length < count) {
            this.#pool.push(this.#makeLine());
        }
        this.#window.style.transform = `translateY(${this.#first * this.#rowHeight}px)`;
        this.#pool.forEach((line, slot) => {
            line.hidden = slot >= count;
            if (slot < count) {
                this.#fill(line, this.#first + slot);
            }
        });
        this.#renderActive();
    }

    #makeLine() {
        const line = element("div.grid-row", { role: "row" });
        line.append(
            ...this.#visible.map((column, index) =>
                element("div.grid-cell", {
                    role: index === 0 ? "rowheader" : "gridcell",
                    "data-column": column.id,
                    "data-numeric": column.numeric ?? false,
                    "data-wraps": column.ownLineBelow !== undefined,
                    "aria-colindex": index + 1,
                }),
            ),
        );
        this.#window.append(line);
        return line;
    }

    #fill(line, index) {
        const row = this.rows[index];
        line.procprobeIndex = index;
        setAttribute(line, "id", `${this.#id}-row-${index}`);
        setAttribute(line, "aria-rowindex", index + 2);
        setAttribute(line, "data-key", row.key);
        line.classList.toggle("odd", index % 2 === 1);
        setAttribute(line, "aria-selected", row.key === this.#selected ? "true" : null);
        if (this.isTree) {
            setAttribute(line, "aria-level", row.level);
            setAttribute(line, "aria-posinset", row.position);
            setAttribute(line, "aria-setsize", row.siblings);
            setAttribute(line, "aria-expanded", row.childCount > 0 ? row.expanded : null);
        }
        this.#options.decorate?.(line, row);
        this.#visible.forEach((column, at) => {
            const cell = line.children[at];
            if (column.fill) {
                column.fill(cell, row);
            } else {
                setText(cell, column.text(row));
            }
            if (column.share) {
                const share = column.share(row) ?? 0;
                cell.style.setProperty("--share", Math.min(1, Math.max(0, share)).toFixed(3));
            }
        });
    }

    #renderActive() {
        this.root.querySelectorAll(".active").forEach(old => old.classList.remove("active"));
        const at = this.#activeElement();
        setAttribute(this.root, "aria-activedescendant", at?.id ?? null);
        at?.classList.add("active");
    }

    #activeElement() {
        if (this.place.row === HEADER) {
            return this.#head.children[Math.max(0, this.place.column)] ?? null;
        }
        const line = this.#pool[this.place.row - this.#first];
        if (!line || line.hidden) {
            return null;
        }
        if (this.place.column === WHOLE_ROW) {
            return line;
        }
        const cell = line.children[this.place.column];
        cell.id = `${line.id}-${this.place.column}`;
        return cell;
    }
}

/** Whether a column's text, too long for a narrow grid, stands there below the others. */
function hasOwnLine(column, width) {
    return width < (column.ownLineBelow ?? 0);
}
