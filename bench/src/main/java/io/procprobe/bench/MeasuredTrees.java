package io.procprobe.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Such processes as a server looks after: each has children of its own. */
@State(Scope.Benchmark)
public class MeasuredTrees extends MeasuredChildren {
    private static final int BELOW = 2;

    /** Made by JMH. */
    public MeasuredTrees() {}

    @Override
    int below() {
        return BELOW;
    }
}
