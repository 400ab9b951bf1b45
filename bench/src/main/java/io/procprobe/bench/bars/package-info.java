/** The goals that a change must not miss, and whether they were met. */
package io.procprobe.bench.bars;
