/**
 * Memory, CPU and number of the processes of one group, above each other with one pointer through
 * all.
 */

import { element } from "../dom/element.js";
import { cores, count } from "../text/numbers.js";
import { bytes } from "../text/sizes.js";
import { TimeChart } from "./time-chart.js";

const MIB = 2 ** 20;

export class GroupCharts {
    root;

    #memory = new TimeChart({
        title: "Memory",
        series: "--memory",
        height: 170,
        text: bytes,
        // Powers of two, so that the steps are round in binary units.
        increments: Array.from({ length: 45 }, (_, power) => 2 ** power),
        least: MIB,
    });
    #cpu = new TimeChart({
        title: "CPU, cores",
        series: "--cpu",
        height: 130,
        text: cores,
        increments: steps(-2, 5),
        least: 0.1,
    });
    #processes = new TimeChart({
        title: "Processes",
        series: "--processes",
        height: 110,
        text: count,
        increments: steps(0, 7),
        least: 4,
    });

    constructor() {
        this.root = element(
            "div.group-charts",
            {},
            this.#memory.root,
            this.#cpu.root,
            this.#processes.root,
        );
    }

    /** Shows the past of a group, as Histories has it. */
    update({ times, residentBytes, cpuLoad, processes }) {
        this.#memory.setData(times, residentBytes);
        this.#cpu.setData(times, cpuLoad);
        this.#processes.setData(times, processes);
    }
}

/** 1, 2 and 5 times powers of ten. */
function steps(from, to) {
    const all = [];
    for (let power = from; power <= to; power++) {
        all.push(10 ** power, 2 * 10 ** power, 5 * 10 ** power);
    }
    return all;
}
