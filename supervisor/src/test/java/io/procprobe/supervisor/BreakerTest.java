package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procprobe.supervisor.SpawnRefusedException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who fails quickly again and again is not started for a time. */
class BreakerTest {
    private static final Tags BAD = Tags.of(Tags.KIND, "bad");
    private static final Duration PAUSE = Duration.ofMillis(500);

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

    @Test
    void threeInARowAreEnoughAndThenOneIsOnTrial() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().breaker(3, Duration.ofSeconds(30), PAUSE).build()) {
            fail(supervisor);
            fail(supervisor);
            // A success in between begins anew.
            Shell.end(supervisor.spawn(new ProcessBuilder("true"), BAD));
            for (int i = 0; i < 3; i++) {
                fail(supervisor);
            }
            assertRefused(supervisor);
            assertEquals("OPEN", supervisor.stats().breakers().get("bad"));
            // Others have nothing to do with it.
            Shell.end(supervisor.spawn(new ProcessBuilder("true"), Tags.of(Tags.KIND, "good")));
            Thread.sleep(PAUSE.toMillis());
            Shell.await("one is let in", () -> isLetIn(supervisor, "false"));
            // The trial has failed.
            assertRefused(supervisor);
            Thread.sleep(PAUSE.toMillis());
            Shell.await("one is let in", () -> isLetIn(supervisor, "true"));
            fail(supervisor);
            Shell.end(supervisor.spawn(new ProcessBuilder("true"), BAD));
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

    /** One on trial that lives is a success long before its end. */
    @Test
    void whoLivesForLongEnoughIsNoFailure() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().breaker(1, Duration.ofMillis(300), PAUSE).build()) {
            fail(supervisor);
            assertRefused(supervisor);
            Thread.sleep(PAUSE.toMillis());
            Supervised trial = supervisor.spawn(Shell.sleeping(), BAD);
            Shell.await(
                    "it is closed",
                    () -> supervisor.stats().breakers().get("bad").equals("CLOSED"));
            supervisor.spawn(Shell.sleeping(), BAD);
            trial.process().orElseThrow().destroyForcibly();
            assertEquals(EndReason.FAILED, Shell.end(trial).reason());
            supervisor.spawn(Shell.sleeping(), BAD);
        }
    }
}
