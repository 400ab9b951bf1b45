/** The chart library, which its own script sets on the window. */
export const UPlot = globalThis.uPlot;
