package io.procprobe.bench;

import io.procprobe.internal.binding.ActiveBinding;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * What a call into the library costs by itself. The one that is called copies two letters ("OK"):
 * no call does less.
 */
public class CallOverheadBenchmark extends OwnBenchmark {
    private static final int NAME_BYTES = 32;

    private NativeBinding functions;
    private NativeBuffer name;

    /** Loads the library. */
    @Setup
    public void open() {
        System.setProperty("procprobe.binding", binding);
        functions = ActiveBinding.get().binding();
        name = functions.allocate(NAME_BYTES);
    }

    /**
     * One call.
     *
     * @param cpu counted beside it
     * @return its result
     */
    @Benchmark
    public int call(CallerMean cpu) {
        return functions.statusName(0, name, NAME_BYTES);
    }

    /**
     * What JMH itself costs: to be subtracted.
     *
     * @param cpu counted beside it
     * @return what is at hand
     */
    @Benchmark
    public NativeBuffer baseline(CallerMean cpu) {
        return name;
    }
}
