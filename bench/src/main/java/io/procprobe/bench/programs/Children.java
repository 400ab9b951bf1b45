package io.procprobe.bench.programs;

import java.io.IOException;
import java.util.List;

/**
 * Processes to be measured, which do nothing unless told to. They end with this JVM, whatever
 * becomes of it.
 */
public final class Children implements AutoCloseable {
    private final CoProcess program;
    private final long[] pids;
    private final long[] answer = new long[1];
    private int runPercent;
    private byte[] runCommand = CoProcess.command("run", 0);

    /**
     * Starts them, with one parent.
     *
     * @param count how many
     * @throws IOException when they cannot be started
     */
    public Children(int count) throws IOException {
        this(count, 0);
    }

    /**
     * Starts them as trees: one and some children of it, again and again.
     *
     * @param count how many, in all
     * @param below how many children the first of each tree has
     * @throws IOException when they cannot be started
     */
    public Children(int count, int below) throws IOException {
        program =
                new CoProcess(
                        "procprobe_children",
                        List.of(Integer.toString(count), Integer.toString(below)));
        pids = new long[count];
        try {
            program.receive(pids);
        } catch (IOException e) {
            program.close();
            throw e;
        }
    }

    /**
     * The PID of their parent, or of that of all their trees; it has no other children.
     *
     * @return a child of this JVM
     */
    public long parent() {
        return program.pid();
    }

    /**
     * Their PIDs.
     *
     * @return the array itself, not to be changed
     */
    public long[] pids() {
        return pids;
    }

    /**
     * Lets a share of them run for a moment, always the same ones, and waits until they have. So
     * their CPU clocks have moved. Allocates nothing while the share stays the same.
     *
     * @param percent which share
     * @return how many have run
     * @throws IOException when they have ended
     */
    public long run(int percent) throws IOException {
        if (percent != runPercent) {
            runPercent = percent;
            runCommand = CoProcess.command("run", percent);
        }
        program.send(runCommand);
        program.receive(answer);
        return answer[0];
    }

    /** Ends them. */
    @Override
    public void close() {
        program.close();
    }
}
