package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procprobe.ProcessId;
import io.procprobe.TokenKind;
import io.procprobe.supervisor.SpawnRefusedException.Reason;
import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Who fails quickly again and again is not started for a time. */
class BreakerTest {
    private static final Tags BAD = Tags.of(Tags.KIND, "bad");
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static void fail(Supervisor supervisor) throws Exception {
        Ended how = Shell.end(supervisor.spawn(new ProcessBuilder("false"), BAD));
        assertEquals(EndReason.FAILED, how.reason());
    }

    private static void assertRefused(Supervisor supervisor) {
        SpawnRefusedException e =
                assertThrows(
                        SpawnRefusedException.class,
                        () -> supervisor.spawn(new ProcessBuilder("true"), BAD));
        assertEquals(Reason.STORM, e.reason());
    }

    private static Supervisor with(int failures, Duration quick, Duration pause) throws Exception {
        return Supervisor.builder().breaker(failures, quick, pause).grace(Duration.ZERO).build();
    }

    /** It moves on only when somebody asks. */
    private static String state(Supervisor supervisor) {
        return supervisor.stats().breakers().get("bad");
    }

    @Test
    void threeInARowAreEnough() throws Exception {
        try (Supervisor supervisor = with(3, LONG, LONG)) {
            fail(supervisor);
            fail(supervisor);
            // A success in between begins anew.
            Shell.end(supervisor.spawn(new ProcessBuilder("true"), BAD));
            for (int i = 0; i < 3; i++) {
                assertEquals("CLOSED", state(supervisor));
                fail(supervisor);
            }
            assertRefused(supervisor);
            assertEquals("OPEN", state(supervisor));
            // Others have nothing to do with it.
            Shell.end(supervisor.spawn(new ProcessBuilder("true"), Tags.of(Tags.KIND, "good")));
        }
    }

    @Test
    void afterThePauseOneIsOnTrial() throws Exception {
        try (Supervisor supervisor = with(1, LONG, SHORT)) {
            fail(supervisor);
            assertEquals("OPEN", state(supervisor));
            Await.until("one is let in", () -> isLetIn(supervisor, "false"));
            // The trial has failed.
            assertEquals("OPEN", state(supervisor));
            Await.until("one is let in", () -> isLetIn(supervisor, "true"));
            assertEquals("CLOSED", state(supervisor));
        }
    }

    private static boolean isLetIn(Supervisor supervisor, String program) throws Exception {
        try {
            Shell.end(supervisor.spawn(new ProcessBuilder(program), BAD));
            return true;
        } catch (SpawnRefusedException e) {
            return false;
        }
    }

    private static Supervised onTrial(Supervisor supervisor) throws Exception {
        Supervised[] trial = {null};
        Await.until(
                "one is let in",
                () -> {
                    try {
                        trial[0] = supervisor.spawn(Shell.sleeping(), BAD);
                        return true;
                    } catch (SpawnRefusedException e) {
                        return false;
                    }
                });
        return trial[0];
    }

    /** One on trial that lives is a success long before its end. */
    @Test
    void whoLivesForLongEnoughIsNoFailure() throws Exception {
        Duration quick = Duration.ofSeconds(1);
        try (Supervisor supervisor = with(1, quick, SHORT)) {
            Supervised trial = null;
            // On a slow machine the first ones may be no quick failures.
            while (trial == null) {
                supervisor.spawn(new ProcessBuilder("false"), BAD).onEnd().join();
                trial = "OPEN".equals(state(supervisor)) ? onTrial(supervisor) : null;
            }
            Await.until("it is closed", () -> state(supervisor).equals("CLOSED"));
            supervisor.spawn(Shell.sleeping(), BAD);
            trial.process().orElseThrow().destroyForcibly();
            assertEquals(EndReason.FAILED, Shell.end(trial).reason());
            assertEquals("CLOSED", state(supervisor));
        }
    }

    /** Neither a failure nor a success: who comes next is on trial. */
    @Test
    void whoIsEndedByUsOnTrialDecidesNothing() throws Exception {
        try (Supervisor supervisor = with(1, LONG, SHORT)) {
            fail(supervisor);
            for (int i = 0; i < 3; i++) {
                Supervised trial = onTrial(supervisor);
                assertEquals("HALF_OPEN", state(supervisor));
                assertRefused(supervisor);
                assertEquals(EndReason.REQUESTED, supervisor.end(trial, "not now").get().reason());
                assertEquals("HALF_OPEN", state(supervisor));
            }
            Shell.end(supervisor.spawn(new ProcessBuilder("true"), BAD));
            assertEquals("CLOSED", state(supervisor));
        }
    }

    private static Ended ended(EndReason reason, Duration lived) {
        return new Ended(
                new ProcessId(1, TokenKind.UNIQUE_ID, 1),
                BAD,
                reason,
                "",
                OptionalInt.empty(),
                OptionalInt.empty(),
                Instant.now().minus(lived),
                lived,
                0);
    }

    /** They were let in before the pause, and have nothing to do with the trial. */
    @Test
    void whoEndsDuringATrialOfAnotherDecidesNothing() throws Exception {
        Duration old = Duration.ofMinutes(1);
        Breakers breakers = new Breakers(1, LONG, SHORT);
        breakers.enter(BAD);
        breakers.noteEndedQuickly(ended(EndReason.FAILED, Duration.ZERO));
        assertEquals("OPEN", breakers.states().get("bad"));
        Await.until(
                "one is let in",
                () -> {
                    try {
                        breakers.enter(BAD);
                        return true;
                    } catch (SpawnRefusedException e) {
                        return false;
                    }
                });
        for (EndReason reason : EndReason.values()) {
            breakers.noteEndedQuickly(ended(reason, old));
            assertEquals("HALF_OPEN", breakers.states().get("bad"), reason.name());
            assertThrows(SpawnRefusedException.class, () -> breakers.enter(BAD));
        }
        breakers.noteLived(BAD);
        assertEquals("HALF_OPEN", breakers.states().get("bad"));
        breakers.noteEndedQuickly(ended(EndReason.FAILED, Duration.ZERO));
        assertEquals("OPEN", breakers.states().get("bad"));
    }
}
