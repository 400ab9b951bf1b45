package io.procprobe.bench;

import org.openjdk.jmh.annotations.Param;

/** A benchmark of this library: it is measured with both bindings. */
public abstract class OwnBenchmark extends TimedBenchmark {
    /** The binding in use. */
    @Param({"ffm", "jna"})
    public String binding;

    /** Made by JMH. */
    protected OwnBenchmark() {}
}
