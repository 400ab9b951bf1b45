/** What was measured, on which machine, and what could not be measured. */
package io.procprobe.bench.results;
