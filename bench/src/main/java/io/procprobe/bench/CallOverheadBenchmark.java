package io.procprobe.bench;

import io.procprobe.internal.binding.ActiveBinding;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call into the library costs by itself. The one that is called copies two letters ("OK"):
 * no call does less.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class CallOverheadBenchmark {
    private static final int NAME_BYTES = 32;

    /** The binding in use. */
    @Param({"ffm", "jna"})
    public String binding;

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
