/**
 * Process inspection for the JVM.
 *
 * <p>{@link io.procprobe.ProcessProbe} is the entry. A query fills a {@link
 * io.procprobe.SampleBuffer} (off-heap, reused, no garbage) or gives a {@link
 * io.procprobe.ProcessSample} (immutable, for those who do not count garbage). A {@link
 * io.procprobe.FieldSet} says what is wanted; only the system calls for that are made.
 *
 * <p>Three rules hold everywhere. A process that went away is a {@link io.procprobe.Status}, never
 * an exception. A value that the system does not give is absent, never 0. Misuse throws {@link
 * IllegalArgumentException} or {@link IllegalStateException}.
 */
package io.procprobe;
