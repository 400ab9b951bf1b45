package io.procprobe.bench.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The floor under a benchmark: what the very system calls of one of our calls cost when they are
 * made from C, for the same processes and in the same moment. Measuring allocates nothing.
 */
public final class Floor implements AutoCloseable {
    /** Places in the answer, which has best, median, mean and the number of rounds. */
    private static final int BEST = 0;

    private static final int MEAN = 2;
    private static final int NUMBERS = 4;

    private final CoProcess program;
    private final Map<FloorKind, byte[]> measureCommands = new EnumMap<>(FloorKind.class);
    private final Map<FloorKind, byte[]> roundCommands = new EnumMap<>(FloorKind.class);
    private final long[] answer = new long[NUMBERS];

    private Floor(List<String> arguments, int measureMillis) throws IOException {
        program = new CoProcess("procprobe_floor", arguments);
        for (FloorKind kind : FloorKind.values()) {
            measureCommands.put(kind, CoProcess.command(kind.word(), measureMillis));
            roundCommands.put(kind, CoProcess.command(kind.word(), 0));
        }
    }

    /**
     * Opens it.
     *
     * @param kind what is to be measured with it; others that cover the same processes may be, too
     * @param pids the processes, unless it covers everyone
     * @param measureMillis how long each measurement is to take
     * @return the floor, to be closed
     * @throws IOException when the program cannot be started
     */
    public static Floor of(FloorKind kind, long[] pids, int measureMillis) throws IOException {
        List<String> arguments = new ArrayList<>();
        if (kind.coversEveryone()) {
            arguments.add("--everyone");
        } else {
            arguments.add("--statm");
            arguments.add(Integer.toString(DescriptorBudget.statmFiles(pids.length, 1)));
            Arrays.stream(pids).mapToObj(Long::toString).forEach(arguments::add);
        }
        return new Floor(arguments, measureMillis);
    }

    /**
     * Makes the calls again and again.
     *
     * @param kind which calls
     * @throws IOException when a process has ended or a call failed
     */
    public void measure(FloorKind kind) throws IOException {
        ask(measureCommands.get(kind));
    }

    /**
     * Makes the calls once.
     *
     * @param kind which calls
     * @throws IOException when a process has ended or a call failed
     */
    public void measureOnce(FloorKind kind) throws IOException {
        ask(roundCommands.get(kind));
    }

    private void ask(byte[] command) throws IOException {
        program.send(command);
        program.receive(answer);
    }

    /**
     * What was measured last: the best round.
     *
     * @return nanoseconds of CPU time for all processes once
     */
    public long bestNanos() {
        return answer[BEST];
    }

    /**
     * What was measured last: the mean of all rounds.
     *
     * @return nanoseconds of CPU time for all processes once
     */
    public long meanNanos() {
        return answer[MEAN];
    }

    @Override
    public void close() {
        program.close();
    }
}
