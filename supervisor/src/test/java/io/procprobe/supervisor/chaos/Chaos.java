package io.procprobe.supervisor.chaos;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Has a {@link ChaosServer} killed and started again, with PIDs given anew, among bystanders. In
 * the end nobody that it has started may be left, no bystander may be missing, its slots must be
 * free and its registry empty.
 */
public final class Chaos {
    private static final int BYSTANDERS = 50;
    private static final int FEW_PIDS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path NEXT_PID = Path.of("/proc/sys/kernel/ns_last_pid");

    private final ProcessProbe probe = ProcessProbe.open();
    private final Random random;
    private final Path registry;
    private final boolean givesPidsAnew;
    private final List<Process> bystanders = new ArrayList<>();
    private final List<ProcessId> identities = new ArrayList<>();
    private int wrong;

    private Chaos(Path registry, long seed, boolean givesPidsAnew) {
        this.registry = registry;
        this.random = new Random(seed);
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
        try {
            startBystanders();
            startGivingPidsAnew();
            while (System.nanoTime() - end < 0) {
                Process server = startServer();
                Thread.sleep(500 + random.nextInt(3_000));
                server.destroyForcibly().waitFor();
                kills++;
                checkBystanders();
            }
            finish();
        } finally {
            bystanders.forEach(Process::destroyForcibly);
        }
        System.out.println("servers_killed " + kills);
        System.out.println("wrong " + wrong);
        return wrong == 0;
    }

    private void startBystanders() throws IOException {
        for (int i = 0; i < BYSTANDERS; i++) {
            Process process = new ProcessBuilder("sleep", "100000").start();
            bystanders.add(process);
            identities.add(probe.identify(process.pid()).orElseThrow());
        }
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

    private Process startServer() throws IOException {
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.config.file="
                                + System.getProperty("java.util.logging.config.file", ""),
                        "-Dprocprobe.cache.dir=" + System.getProperty("procprobe.cache.dir", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChaosServer.class.getName(),
                        registry.toString(),
                        "" + random.nextLong());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void checkBystanders() {
        for (ProcessId each : identities) {
            ProcessSample it = probe.sample(each, FieldSet.of(Field.ALIVE));
            if (it.status() != Status.OK || !it.alive().orElse(false)) {
                fail("a bystander is gone: " + each);
            }
        }
    }

    private void finish() throws Exception {
        Process server = startServer();
        try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
            System.out.println(said.readLine());
            Thread.sleep(1_000);
            server.outputWriter().write("finish\n");
            server.outputWriter().flush();
            String last = said.readLine();
            System.out.println(last);
            if (last == null || !last.startsWith("finished true slots 0 ")) {
                fail("the last server has not finished well: " + last);
            }
        }
        server.waitFor();
        checkBystanders();
        String cookie =
                Files.readAllLines(registry)
                        .get(0)
                        .replaceAll(".*supervisor\":\"([^\"]*)\".*", "$1");
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
                            && probe.text().environment(it.id().get(), "PROCPROBE_SUPERVISOR", text)
                                    == Status.OK
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
