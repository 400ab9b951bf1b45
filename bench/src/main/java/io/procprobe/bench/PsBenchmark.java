package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.io.IOException;
import java.io.InputStream;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Memory, CPU time and parent of all processes by {@code ps}, as those get them who start it. What
 * counts is all of it: starting the program, the CPU time of the program, and reading its output,
 * but for turning the text into numbers.
 */
public class PsBenchmark extends TimedBenchmark {
    private static final int PIECE_BYTES = 1 << 16;

    private final ProcessBuilder ps =
            new ProcessBuilder("ps", "-e", "-o", "pid=,ppid=,rss=,time=")
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
    private final byte[] piece = new byte[PIECE_BYTES];

    /**
     * One run of the program.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @throws IOException when it cannot be started
     * @throws InterruptedException never
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.TABLE, isPeer = true)
    public void ps(
            PairedFloor floor,
            CallerAndChildrenBest cpu,
            CallerGarbage garbage,
            CountedProcesses processes)
            throws IOException, InterruptedException {
        Process process = ps.start();
        processes.found(lines(process.getInputStream()));
        if (process.waitFor() != 0) {
            throw new IOException("ps failed");
        }
    }

    private int lines(InputStream text) throws IOException {
        int lines = 0;
        int length = text.read(piece);
        while (length > 0) {
            for (int i = 0; i < length; i++) {
                lines += piece[i] == '\n' ? 1 : 0;
            }
            length = text.read(piece);
        }
        return lines;
    }
}
