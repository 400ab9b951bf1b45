/**
 * One series over time in the height of a few lines of text, without axes. Its figures stand beside
 * it as text.
 */

import { element } from "../dom/element.js";
import { colour } from "./colours.js";
import { UPlot } from "./uplot.js";

const HEIGHT = 34;
const sparklines = new Set();

/** Draws those again that are still on the page, after a change of theme. */
export function redrawSparklines() {
    for (const sparkline of sparklines) {
        if (sparkline.root.isConnected) {
            sparkline.redraw();
        } else {
            sparklines.delete(sparkline);
        }
    }
}

export class Sparkline {
    root = element("div.sparkline", { "aria-hidden": "true" });

    #series;
    #least;
    #plot = null;
    #data = [[], []];

    /**
     * @param series name of its colour
     * @param least the smallest top: below it, a flat line is flat
     */
    constructor(series, least) {
        this.#series = series;
        this.#least = least;
        new ResizeObserver(() => this.#resized()).observe(this.root);
        sparklines.add(this);
    }

    setData(times, values) {
        this.#data = [times, values];
        this.#plot?.setData(this.#data);
    }

    redraw() {
        this.#plot?.redraw(false, false);
    }

    #resized() {
        const width = this.root.clientWidth;
        if (width === 0) {
            return;
        }
        if (this.#plot !== null) {
            this.#plot.setSize({ width, height: HEIGHT });
            return;
        }
        this.#plot = new UPlot(
            {
                width,
                height: HEIGHT,
                ms: 1,
                // Below as well: a line at 0 is to be seen.
                padding: [2, 0, 2, 0],
                legend: { show: false },
                cursor: { show: false },
                select: { show: false },
                axes: [{ show: false }, { show: false }],
                scales: {
                    y: { range: (plot, min, max) => [0, Math.max(this.#least, (max ?? 0) * 1.05)] },
                },
                series: [
                    {},
                    {
                        stroke: () => colour(this.#series),
                        fill: () => colour(this.#series, 0.16),
                        width: 1.25,
                        points: { show: false },
                    },
                ],
            },
            this.#data,
            this.root,
        );
    }
}
