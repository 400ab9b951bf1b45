/**
 * JMH benchmarks: ours, the peers that do the same work on the same processes, and the floor of
 * system calls under all of them.
 */
package io.procprobe.bench;
