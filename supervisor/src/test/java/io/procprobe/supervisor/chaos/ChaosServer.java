package io.procprobe.supervisor.chaos;

import io.procprobe.supervisor.Ended;
import io.procprobe.supervisor.RecoveryReport;
import io.procprobe.supervisor.RecoveryReport.Why;
import io.procprobe.supervisor.SpawnRequest;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.SupervisorBuilder;
import io.procprobe.supervisor.SupervisorListener;
import io.procprobe.supervisor.SupervisorStats;
import io.procprobe.supervisor.Tags;
import io.procprobe.supervisor.WhenTaken;
import io.procprobe.supervisor.reap.ReapPolicies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A server as it should not be: starts trees of every bad kind, as fast as its slots let it, until
 * it is killed or told to finish. Then it says what is left.
 */
public final class ChaosServer {
    private static final int MOST_LIVE = 40;

    /** What each of them does. All of it ends by itself after minutes. */
    private static final List<String> LIVES =
            List.of(
                    "exit 0",
                    "exit 3",
                    "kill -9 $$",
                    "sleep 200",
                    "sleep 200 & sleep 200 & wait",
                    "(sleep 200 & sleep 200 & wait) & (sleep 200 &) ; sleep 0.3",
                    "setsid sleep 200 & sleep 0.2",
                    "(setsid sh -c 'sleep 200 & sleep 201' &) ; exit 0",
                    "sleep 200 & kill -STOP $!; wait",
                    "kill -STOP $$; sleep 200",
                    "trap '' TERM HUP INT; while :; do sleep 0.2; done",
                    "i=0; while [ $i -lt 20 ]; do sleep 200 & i=$((i+1)); done; wait");

    /** Why not to adopt somebody; all else would be a surprise. */
    private static final Set<Why> PROPER = Set.of(Why.GONE, Why.REPLACED, Why.NEVER_STARTED);

    private ChaosServer() {}

    /**
     * Runs it.
     *
     * @param arguments the registry's file, a seed, and whether strays are reaped
     * @throws Exception should it fail
     */
    public static void main(String[] arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[1]));
        SupervisorBuilder builder =
                Supervisor.builder()
                        .registry(Path.of(arguments[0]))
                        .mostLive(MOST_LIVE)
                        .breaker(1_000_000, Duration.ofSeconds(1), Duration.ofSeconds(1))
                        .unique(Tags.SESSION, WhenTaken.REPLACE)
                        .slotTimeout(Duration.ofMillis(200))
                        .sweepInterval(Duration.ofMillis(100))
                        .grace(Duration.ofMillis(100))
                        .deadline(Duration.ofSeconds(5))
                        .policy(ReapPolicies.moreThan(8, Tags.KIND))
                        .listener(new Teller());
        if (Boolean.parseBoolean(arguments[2])) {
            builder.policy(ReapPolicies.unregistered(Duration.ofMillis(500)));
        }
        Supervisor supervisor = builder.build();
        RecoveryReport found = supervisor.recovered();
        found.adopted().forEach(who -> say("adopted " + Ledger.words(who.id())));
        found.pruned().stream()
                .filter(it -> !PROPER.contains(it.why()))
                .forEach(it -> say("pruned " + it));
        say("recovered");
        Thread orders = new Thread(() -> awaitFinish(supervisor));
        orders.start();
        long failures = 0;
        while (orders.isAlive()) {
            doSomething(supervisor, random);
            if (supervisor.stats().failures() != failures) {
                failures = supervisor.stats().failures();
                say("failures " + failures);
            }
            Thread.sleep(random.nextInt(10));
        }
        orders.join();
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** Says who is alive, for whoever looks on. */
    private static final class Teller implements SupervisorListener {
        @Override
        public void onStarted(Supervised who, int concurrent) {
            say("started " + Ledger.words(who.id()));
        }

        @Override
        public void onEnded(Ended how) {
            say("ended " + Ledger.words(how.id()));
        }
    }

    private static void doSomething(Supervisor supervisor, Random random) {
        int choice = random.nextInt(20);
        List<Supervised> active = supervisor.active();
        if (choice == 0 && !active.isEmpty()) {
            CompletableFuture<?> unused =
                    supervisor.end(active.get(random.nextInt(active.size())), "chosen");
        } else if (choice == 1) {
            CompletableFuture<?> unused = supervisor.reapSession("s" + random.nextInt(10));
        } else if (active.size() < MOST_LIVE) {
            Tags tags = Tags.of(Tags.KIND, "k" + random.nextInt(5));
            boolean isUnique = random.nextInt(4) == 0;
            ProcessBuilder builder =
                    new ProcessBuilder("sh", "-c", LIVES.get(random.nextInt(LIVES.size())))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            CompletableFuture<?> unused =
                    supervisor.spawnAsync(
                            SpawnRequest.of(builder)
                                    .tags(
                                            isUnique
                                                    ? tags.with(
                                                            Tags.SESSION, "s" + random.nextInt(10))
                                                    : tags));
        }
    }

    /**
     * The end of the input comes with the death of who gives the orders: then this ends as well.
     */
    private static void awaitFinish(Supervisor supervisor) {
        try (BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String order = input.readLine();
            boolean isComplete = supervisor.shutdown().isComplete();
            SupervisorStats stats = supervisor.stats();
            say(
                    "finished "
                            + ("finish".equals(order) && isComplete)
                            + " slots "
                            + stats.slotsTaken()
                            + " failures "
                            + stats.failures()
                            + " started "
                            + stats.started());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("it cannot be finished", e);
        }
    }
}
