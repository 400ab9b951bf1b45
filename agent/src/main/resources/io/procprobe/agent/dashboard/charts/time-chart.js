/** One series over time, with axes and the value under the pointer. */

import { element, setText } from "../dom/element.js";
import { clock } from "../text/times.js";
import { colour } from "./colours.js";
import { UPlot } from "./uplot.js";

const charts = new Set();
const SYNC = "group";

/** Draws all charts again, after a change of theme. */
export function redrawCharts() {
    charts.forEach(chart => chart.redraw());
}

export class TimeChart {
    /** A figure with its caption. */
    root;

    #options;
    #plot = null;
    #now = element("output.chart-value");
    #range = element("span.chart-range");
    #space = element("div.chart-space", { role: "img" });
    #data = [[], []];
    /** First and last time of what was set last. */
    #shown = [];

    /**
     * @param options title; series: name of its colour; height in pixels; text(value) for people;
     *     increments: steps that an axis may have; least: the smallest top of the axis
     */
    constructor(options) {
        this.#options = options;
        this.root = element(
            "figure.chart",
            {},
            element(
                "figcaption.chart-caption",
                {},
                element("span.chart-title", {}, options.title),
                this.#now,
                this.#range,
            ),
            this.#space,
        );
        this.#space.style.height = `${options.height}px`;
        new ResizeObserver(() => this.#resized()).observe(this.#space);
        charts.add(this);
    }

    /** Shows values (null: unknown) of times in epoch milliseconds. */
    setData(times, values) {
        this.#data = [times, values];
        this.#caption();
        if (this.#plot !== null) {
            const zoomed = this.#isZoomed();
            this.#plot.setData(this.#data, !zoomed);
            if (zoomed) {
                // A reader who looks at a part keeps it; the library then does not draw by itself.
                this.#plot.redraw();
            }
        }
        this.#shown = [times[0], times.at(-1)];
    }

    redraw() {
        this.#plot?.redraw(false, true);
    }

    /** Whether a reader chose a part by dragging, in this chart or in one beside it. */
    #isZoomed() {
        const { min, max } = this.#plot.scales.x;
        const [first, last] = this.#shown;
        return min > first || max < last;
    }

    #caption() {
        const known = this.#data[1].filter(value => value !== null);
        const { text, title } = this.#options;
        const last = known.at(-1);
        let least = last;
        let most = last;
        for (const value of known) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (this.#plot?.cursor.idx == null) {
            setText(this.#now, text(last));
        }
        setText(this.#range, known.length === 0 ? "" : `${text(least)} to ${text(most)}`);
        this.#space.setAttribute(
            "aria-label",
            known.length === 0
                ? `${title}: no readings yet`
                : `${title} since ${clock(this.#data[0][0])}: ` +
                      `now ${text(last)}, least ${text(least)}, most ${text(most)}`,
        );
    }

    #resized() {
        const width = this.#space.clientWidth;
        if (width === 0) {
            return;
        }
        if (this.#plot === null) {
            this.#plot = new UPlot(this.#plotOptions(width), this.#data, this.#space);
        } else {
            this.#plot.setSize({ width, height: this.#options.height });
        }
    }

    #plotOptions(width) {
        const { series, height, text, increments, least } = this.#options;
        const axis = {
            stroke: () => colour("--muted"),
            font: "11px system-ui, sans-serif",
            ticks: { show: false },
        };
        return {
            width,
            height,
            ms: 1,
            padding: [8, 8, 0, 0],
            legend: { show: false },
            cursor: { sync: { key: SYNC }, y: false, points: { size: 7 } },
            select: { show: true },
            scales: { y: { range: (plot, min, max) => [0, Math.max(least, (max ?? 0) * 1.08)] } },
            axes: [
                { ...axis, size: 26, grid: { show: false }, space: 64, values: timeLabels },
                {
                    ...axis,
                    size: 68,
                    incrs: increments,
                    space: 28,
                    grid: { stroke: () => colour("--line"), width: 1 },
                    values: (plot, splits) => splits.map(value => text(value)),
                },
            ],
            series: [
                {},
                {
                    stroke: () => colour(series),
                    fill: () => colour(series, 0.14),
                    width: 1.5,
                    points: { show: false },
                },
            ],
            hooks: {
                setCursor: [plot => this.#pointed(plot)],
            },
        };
    }

    #pointed(plot) {
        const at = plot.cursor.idx;
        const [times, values] = this.#data;
        if (at == null) {
            setText(this.#now, this.#options.text(values.findLast(value => value !== null)));
        } else {
            setText(this.#now, `${clock(times[at])}  ${this.#options.text(values[at])}`);
        }
    }
}

function timeLabels(plot, splits, axis, space, increment) {
    return splits.map(split => {
        // A part that was chosen begins between milliseconds: 07:15 may be a hair less.
        const time = clock(Math.round(split));
        return increment < 60_000 ? time : time.slice(0, 5);
    });
}
