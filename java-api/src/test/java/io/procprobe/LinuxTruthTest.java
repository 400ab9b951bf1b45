package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.JavaChild;
import io.procprobe.testing.Proc;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Every process of the machine against {@code /proc}, read just before and just after. Processes
 * run meanwhile, so a number that moves may lie between the two readings, and one that rises and
 * falls again gets further tries; what is read wrongly stays wrong in each.
 */
@EnabledOnOs(OS.LINUX)
class LinuxTruthTest {
    private static final int TRIES = 100;

    /** What one try found. */
    private enum Verdict {
        RIGHT,
        GONE,
        WRONG
    }

    @BindingTest
    void everyProcessIsWhatProcSays(ProcessProbe probe, Children children) throws Exception {
        children.sleeping();
        children.zombie();
        children.java();
        PidBuffer pids = probe.newPidBuffer(16);
        assertEquals(Status.OK, probe.listPids(pids));
        int right = 0;
        for (int i = 0; i < pids.size(); i++) {
            if (verdict(probe, pids.pid(i)) == Verdict.RIGHT) {
                right++;
            }
        }
        assertTrue(right >= 5, "only " + right + " processes were compared");
    }

    @BindingTest
    void memoryOfAQuietProcessIsExact(ProcessProbe probe, Children children) throws Exception {
        JavaChild child = children.java();
        child.tell("touch 4");
        long page = probe.systemFacts().pageBytes();
        for (int i = 0; i < TRIES; i++) {
            Proc.Statm before = Proc.statm(child.pid());
            ProcessSample sample = probe.sample(child.pid(), FieldSet.CHEAP);
            if (before.equals(Proc.statm(child.pid()))) {
                assertEquals(before.resident() * page, sample.residentBytes().orElseThrow());
                assertEquals(before.shared() * page, sample.sharedBytes().orElseThrow());
                assertEquals(
                        (before.resident() - before.shared()) * page,
                        sample.privateBytes().orElseThrow());
                assertEquals(before.virtual() * page, sample.virtualBytes().orElseThrow());
                return;
            }
        }
        fail("an idle JVM never kept its memory between two readings");
    }

    private static Verdict verdict(ProcessProbe probe, long pid) throws IOException {
        String difference = "";
        SampleBuffer rows = probe.newSampleBuffer(1);
        for (int i = 0; i < TRIES; i++) {
            Reading before = Reading.of(pid);
            probe.query(pid, FieldSet.CHEAP_AND_TEXT, rows);
            ProcessSample sample = rows.toSample(0);
            Reading after = Reading.of(pid);
            if (before == null || after == null) {
                // It went away on the way: then it was seen as gone or as a whole, never half.
                assertTrue(
                        sample.status() == Status.GONE || sample.status() == Status.OK,
                        sample.toString());
                return Verdict.GONE;
            }
            assertEquals(Status.OK, sample.status(), sample.toString());
            if (!rows.fields(0).equals(FieldSet.CHEAP_AND_TEXT)) {
                // A process that is just leaving may have given back its memory and not yet be a
                // zombie; one that stays has every field.
                difference = "it holds " + rows.fields(0) + ", " + rows.failedCall(0);
                continue;
            }
            difference = difference(before, sample, after, probe.systemFacts().pageBytes());
            if (difference.isEmpty()) {
                return Verdict.RIGHT;
            }
        }
        fail("PID " + pid + " in every try, at last: " + difference);
        return Verdict.WRONG;
    }

    /** Empty when the sample fits between the readings. */
    private static String difference(Reading a, ProcessSample s, Reading b, long page) {
        Difference d = new Difference(s);
        d.between("parent", a.stat.parent(), s.parentPid().orElseThrow(), b.stat.parent());
        d.between("group", a.stat.group(), s.processGroup().orElseThrow(), b.stat.group());
        d.between("session", a.stat.session(), s.session().orElseThrow(), b.stat.session());
        d.between("threads", a.stat.threads(), s.threads().orElseThrow(), b.stat.threads());
        d.between("uid", a.uid, s.uid().orElseThrow(), b.uid);
        d.between(
                "resident",
                a.statm.resident() * page,
                s.residentBytes().orElseThrow(),
                b.statm.resident() * page);
        d.between(
                "shared",
                a.statm.shared() * page,
                s.sharedBytes().orElseThrow(),
                b.statm.shared() * page);
        d.between(
                "virtual",
                a.statm.virtual() * page,
                s.virtualBytes().orElseThrow(),
                b.statm.virtual() * page);
        d.between(
                "user",
                a.stat.userTicks() * Proc.TICK_NANOS,
                s.cpuUserNanos().orElseThrow(),
                b.stat.userTicks() * Proc.TICK_NANOS);
        d.between(
                "system",
                a.stat.systemTicks() * Proc.TICK_NANOS,
                s.cpuSystemNanos().orElseThrow(),
                b.stat.systemTicks() * Proc.TICK_NANOS);
        // The clock is finer than the two counters, each of which is cut to whole ticks, and runs
        // on while they stand still until the next tick.
        d.between(
                "cpu",
                (a.stat.userTicks() + a.stat.systemTicks()) * Proc.TICK_NANOS,
                s.cpuTotalNanos().orElseThrow(),
                (b.stat.userTicks() + b.stat.systemTicks() + 3) * Proc.TICK_NANOS);
        ProcessState state = s.state().orElseThrow();
        if (state != state(a.stat.state()) && state != state(b.stat.state())) {
            d.text.append(" state ").append(a.stat.state()).append(b.stat.state());
        }
        if (s.alive().orElseThrow() == (state == ProcessState.ZOMBIE)) {
            d.text.append(" alive");
        }
        return d.text.isEmpty() ? "" : d.text + " in " + s;
    }

    /** By proc_pid_stat(5). */
    private static ProcessState state(char letter) {
        return switch (letter) {
            case 'R' -> ProcessState.RUNNING;
            case 'S' -> ProcessState.SLEEPING;
            case 'D' -> ProcessState.BLOCKED;
            case 'T' -> ProcessState.STOPPED;
            case 't' -> ProcessState.TRACED;
            case 'Z' -> ProcessState.ZOMBIE;
            case 'X' -> ProcessState.DEAD;
            case 'I' -> ProcessState.IDLE;
            default -> ProcessState.UNKNOWN;
        };
    }

    private record Difference(ProcessSample sample, StringBuilder text) {
        Difference(ProcessSample sample) {
            this(sample, new StringBuilder());
        }

        void between(String what, long before, long read, long after) {
            if (read < Math.min(before, after) || read > Math.max(before, after)) {
                text.append(' ').append(what).append(' ').append(read);
                text.append(" not ").append(before).append(" to ").append(after);
            }
        }
    }

    private record Reading(Proc.Stat stat, Proc.Statm statm, long uid) {
        static Reading of(long pid) {
            try {
                Map<String, String> status = Proc.status(pid);
                return new Reading(Proc.stat(pid), Proc.statm(pid), Proc.effectiveUid(status));
            } catch (IOException e) {
                // Gone: the file is missing, or open and unreadable (ESRCH).
                return null;
            }
        }
    }
}
