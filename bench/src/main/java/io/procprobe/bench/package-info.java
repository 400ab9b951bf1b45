/** JMH benchmarks of one-shot queries and of what plain Java offers for the same. */
package io.procprobe.bench;
