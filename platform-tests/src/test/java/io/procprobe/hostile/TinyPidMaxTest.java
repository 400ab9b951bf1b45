package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.TokenKind;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * With the least {@code pid_max} the numbers from 300 on are all that there are, and those are one
 * or two: nearly every process gets the number of the one before, and is never taken for it.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "machine")
final class TinyPidMaxTest {
    private static final String PID_MAX = "/proc/sys/kernel/pid_max";

    /** The least that Linux takes. Numbers below 300 are given once and never again. */
    private static final int LEAST = 301;

    private static final int ROUNDS = 60;

    /** How many of the dead are asked for in each round. */
    private static final int REMEMBERED = 12;

    /** Two ticks: what came within one is not told apart by START_TICKS. */
    private static final long TICKS_APART_MILLIS = 20;

    private String before;
    private int pidMax;
    private Nursery nursery;

    @BeforeEach
    void useUpTheNumbers() throws Exception {
        before = Guest.read(PID_MAX);
        nursery = new Nursery();
        Guest.run("sh", "-c", "until [ $(sh -c 'echo $$') -ge 300 ]; do :; done");
        pidMax = LEAST;
        Guest.write(PID_MAX, pidMax);
    }

    @AfterEach
    void restore() throws IOException {
        Guest.write(PID_MAX, before);
        nursery.close();
    }

    /**
     * Threads of the kernel and of Java take numbers too, and keep them: then there is one more.
     */
    private long spawn() throws Exception {
        while (true) {
            try {
                return nursery.spawn();
            } catch (IOException noNumberIsFree) {
                pidMax++;
                Guest.write(PID_MAX, pidMax);
            }
        }
    }

    @EachBinding
    void nobodyIsTakenForThePreviousHolderOfHisNumber(Binding binding) throws Exception {
        int reused = 0;
        Deque<ProcessId> dead = new ArrayDeque<>();
        try (ProcessProbe probe = binding.open()) {
            boolean ticks = probe.systemFacts().tokenKind() == TokenKind.START_TICKS;
            for (int round = 0; round < ROUNDS; round++) {
                long pid = spawn();
                ProcessId id = probe.identify(pid).orElseThrow();
                for (ProcessId past : dead) {
                    assertNotEquals(past, id);
                    checkDead(probe, past, past.pid() == pid);
                }
                reused += !dead.isEmpty() && dead.getFirst().pid() == pid ? 1 : 0;
                assertEquals(Status.OK, probe.signal(id, 0));
                assertTrue(probe.sample(id, FieldSet.CHEAP).alive().orElseThrow());
                assertEquals(Status.OK, probe.kill(id));
                nursery.end(pid);
                checkDead(probe, id, false);
                dead.addFirst(id);
                if (dead.size() > REMEMBERED) {
                    dead.removeLast();
                }
                Thread.sleep(ticks ? TICKS_APART_MILLIS : 0);
            }
        }
        assertTrue(reused >= ROUNDS / 4, "only " + reused + " had the number of the one before");
    }

    /** While another one has the number, that is what is said; else anybody may come to have it. */
    private static void checkDead(ProcessProbe probe, ProcessId past, boolean isReplaced) {
        SampleBuffer row = probe.newSampleBuffer(1);
        probe.query(past, FieldSet.CHEAP_AND_TEXT, row);
        TextBuffer text = probe.newTextBuffer(64);
        List<Status> answers =
                List.of(
                        row.status(0),
                        probe.kill(past),
                        probe.terminate(past),
                        probe.text().name(past, text),
                        probe.text().commandLine(past, text),
                        probe.children(past).status());
        for (Status answer : answers) {
            assertTrue(
                    answer == Status.REPLACED || (answer == Status.GONE && !isReplaced),
                    past + (isReplaced ? " is replaced: " : ": ") + answers);
        }
        assertEquals(FieldSet.of(), row.fields(0));
    }

    /** By descriptors, so also for those who came within one tick. */
    @EachBinding
    void aWatchReadsNoOtherProcessOfTheNumber(Binding binding) throws Exception {
        Set<Long> untold = new HashSet<>();
        Set<Long> numbers = new HashSet<>();
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(ROUNDS);
            ExitBuffer exits = probe.newExitBuffer(ROUNDS);
            for (int round = 0; round < ROUNDS; round++) {
                long pid = spawn();
                long slot = watch.add(pid);
                assertEquals(Status.OK, ProcessWatch.statusOf(slot));
                watch.poll(rows);
                checkRows(rows, slot, pid);
                numbers.add(pid);
                untold.add(slot);
                nursery.end(pid);
                watch.exits(exits);
                for (int row = 0; row < exits.rows(); row++) {
                    assertTrue(untold.remove(exits.slot(row)), "told twice, or of nobody");
                }
                assertEquals(Set.of(), untold);
            }
            assertEquals(ROUNDS, watch.stats().ended());
        }
        assertTrue(numbers.size() <= ROUNDS / 4, "hardly a number was given again: " + numbers);
    }

    private void checkRows(SampleBuffer rows, long living, long pid) {
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.slot(row) == living) {
                assertEquals(Status.OK, rows.status(row));
                assertEquals(pid, rows.pid(row));
                assertEquals(nursery.pid(), rows.parentPid(row));
            } else {
                assertEquals(Status.GONE, rows.status(row));
                assertFalse(rows.has(row, Field.RESIDENT));
                assertFalse(rows.has(row, Field.CPU_TOTAL));
            }
        }
    }
}
