/** The native programs beside the benchmarks: the measured children, and the floor. */
package io.procprobe.bench.programs;
