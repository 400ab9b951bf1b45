package io.procprobe.supervisor.chaos;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Has a {@link ChaosServer} killed and started again, with PIDs given anew, among bystanders. Each
 * time all who are alive of those whom it has started must be adopted, and nobody else. In the end
 * nobody of them may be left, no bystander may have been ended, no slot taken, nothing have failed,
 * and the registry is to be empty.
 */
public final class Chaos {
    private static final String VARIABLE = "PROCPROBE_SUPERVISOR";
    private static final int FEW_PIDS = 600;

    /** From here on what was to happen must have happened. */
    private static final int LEAST_KILLS = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path NEXT_PID = Path.of("/proc/sys/kernel/ns_last_pid");

    private final ProcessProbe probe = ProcessProbe.open();
    private final Random random;
    private final Path registry;
    private final boolean givesPidsAnew;
    private final Ledger ledger = new Ledger(probe, this::fail);
    private final Bystanders bystanders;
    private int wrong;

    private Chaos(Path registry, long seed, boolean givesPidsAnew) {
        this.registry = registry;
        this.random = new Random(seed);
        this.bystanders = new Bystanders(probe, random.nextLong(), ledger::hadPid, this::fail);
        this.givesPidsAnew = givesPidsAnew;
    }

    /**
     * Runs it, and exits with 0 when nothing was wrong.
     *
     * @param arguments seconds, a folder, a seed, and whether PIDs are given anew
     * @throws Exception should it fail
     */
    public static void main(String[] arguments) throws Exception {
        Chaos chaos =
                new Chaos(
                        Path.of(arguments[1], "chaos.registry"),
                        Long.parseLong(arguments[2]),
                        Boolean.parseBoolean(arguments[3]));
        System.exit(chaos.run(Duration.ofSeconds(Long.parseLong(arguments[0]))) ? 0 : 1);
    }

    private boolean run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        int kills = 0;
        int recoveries = 0;
        try {
            bystanders.start();
            startGivingPidsAnew();
            for (long left = time.toMillis(); left > 0; left = millisTo(end)) {
                KilledServer server = startServer();
                Thread.sleep(Math.min(left, 500 + random.nextInt(3_000)));
                server.kill();
                kills++;
                recoveries += server.hasRecovered() ? 1 : 0;
                bystanders.check();
            }
            finish();
        } finally {
            bystanders.end();
        }
        if (givesPidsAnew && kills > LEAST_KILLS && bystanders.heirs() == 0) {
            fail("no PID was given anew");
        }
        if (kills > LEAST_KILLS && recoveries == 0) {
            fail("no server lived for long enough");
        }
        System.out.println("servers_killed " + kills);
        System.out.println("servers_recovered " + recoveries);
        System.out.println("bystanders_passed " + bystanders.passed());
        System.out.println("bystanders_with_our_pids " + bystanders.heirs());
        System.out.println("wrong " + wrong);
        return wrong == 0;
    }

    private static long millisTo(long nanos) {
        return Duration.ofNanos(nanos - System.nanoTime()).toMillis();
    }

    /** So that numbers of those who have ended are others' within the second. */
    private void startGivingPidsAnew() {
        if (!givesPidsAnew) {
            return;
        }
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                while (true) {
                                    Thread.sleep(300);
                                    Files.writeString(
                                            NEXT_PID, "" + (100 + random.nextInt(FEW_PIDS)));
                                }
                            } catch (IOException | InterruptedException e) {
                                fail("PIDs are not given anew: " + e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Some do not reap strays, which would hide that somebody was forgotten. */
    private KilledServer startServer() throws IOException {
        boolean reapsStrays = random.nextInt(3) > 0;
        return new KilledServer(
                registry, random.nextLong(), reapsStrays, ledger, this::isOurs, this::fail);
    }

    private boolean isOurs(ProcessId id) {
        TextBuffer text = probe.newTextBuffer(64);
        Status status = probe.text().environment(id, VARIABLE, text);
        return switch (status) {
            case OK -> text.toString().equals(cookie());
            case NOT_FOUND -> false;
            default -> true;
        };
    }

    private void finish() throws Exception {
        KilledServer server = startServer();
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!server.hasRecovered() && System.nanoTime() - patience < 0) {
            Thread.sleep(10);
        }
        Thread.sleep(1_000);
        String last = server.finish();
        System.out.println(last);
        if (last == null || !last.startsWith("finished true slots 0 failures 0 ")) {
            fail("the last server has not finished well: " + last);
        }
        bystanders.check();
        // None of them may be alive: there is nobody to adopt them.
        ledger.adopted(List.of());
        String cookie = cookie();
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Long> left = carrying(cookie);
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(100);
            left = carrying(cookie);
        }
        if (!left.isEmpty()) {
            fail("left over: " + left);
        }
        checkRegistry();
    }

    private String cookie() {
        try (Stream<String> lines = Files.lines(registry)) {
            return lines.findFirst()
                    .orElseThrow()
                    .replaceAll(".*supervisor\":\"([^\"]*)\".*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every start has its end. */
    private void checkRegistry() throws IOException {
        List<String> open = new ArrayList<>();
        for (String line : Files.readAllLines(registry)) {
            String spawn = line.replaceAll(".*\"spawn\":\"([^\"]*)\".*", "$1");
            if (line.contains("\"event\":\"ended\"")) {
                open.remove(spawn);
            } else if (line.contains("\"event\":") && !open.contains(spawn)) {
                open.add(spawn);
            }
        }
        if (!open.isEmpty()) {
            fail("still registered: " + open);
        }
    }

    private List<Long> carrying(String cookie) {
        List<Long> found = new ArrayList<>();
        PidBuffer pids = probe.newPidBuffer(1024);
        TextBuffer text = probe.newTextBuffer(64);
        probe.listPids(pids);
        for (int i = 0; i < pids.size(); i++) {
            ProcessSample it = probe.sample(pids.pid(i), FieldSet.of(Field.IDENTITY, Field.ALIVE));
            boolean is =
                    it.id().isPresent()
                            && it.alive().orElse(false)
                            && probe.text().environment(it.id().get(), VARIABLE, text) == Status.OK
                            && text.toString().equals(cookie);
            if (is) {
                found.add(pids.pid(i));
            }
        }
        return found;
    }

    private synchronized void fail(String what) {
        wrong++;
        System.out.println("WRONG: " + what);
    }
}
