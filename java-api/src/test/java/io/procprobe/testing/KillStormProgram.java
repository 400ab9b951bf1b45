package io.procprobe.testing;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.TreeKill;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Ends many trees of processes that defend themselves, amidst a crowd of bystanders who get the
 * numbers of those that have ended. Runs in a PID namespace of its own, not as its first process.
 * Writes what came of it, as lines of KEY=VALUE.
 *
 * <p>Arguments: the folder of the programs, a folder for files, how many trees, and a seed.
 */
public final class KillStormProgram {
    private static final String COOKIE = "PROCPROBE_STORM";
    private static final int[] GRACE_MILLIS = {0, 5, 30};
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long HALT_SECONDS = 240;
    private static final int FIRST_PID = 3000;
    private static final int PIDS = 200;
    private static final int STAY_EVERY = 5;
    private static final int MOST_COMPLAINTS = 20;

    private final ProcessProbe probe;
    private final Path programs;
    private final Path work;
    private final Random random;
    private final Map<KillReport.Outcome, Integer> outcomes =
            new EnumMap<>(KillReport.Outcome.class);
    private final List<ProcessId> staying = new ArrayList<>();
    private int complaints;

    private KillStormProgram(ProcessProbe probe, String[] args) {
        this.probe = probe;
        this.programs = Path.of(args[0]);
        this.work = Path.of(args[1]);
        this.random = new Random(Long.parseLong(args[3]));
    }

    /** Runs to the end, or for some minutes; the namespace ends with it. */
    public static void main(String[] args) throws Exception {
        Thread watchdog = new Thread(KillStormProgram::haltLater);
        watchdog.setDaemon(true);
        watchdog.start();
        try (ProcessProbe probe = ProcessProbe.open()) {
            new KillStormProgram(probe, args).run(Integer.parseInt(args[2]));
        }
    }

    private static void haltLater() {
        try {
            TimeUnit.SECONDS.sleep(HALT_SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Runtime.getRuntime().halt(1);
    }

    private void run(int trees) throws Exception {
        Process crowd =
                start(
                        new ProcessBuilder(
                                program("crowd"),
                                Integer.toString(FIRST_PID),
                                Integer.toString(PIDS)));
        BufferedReader answers =
                new BufferedReader(
                        new InputStreamReader(crowd.getInputStream(), StandardCharsets.UTF_8));
        for (int tree = 0; tree < trees && complaints < MOST_COMPLAINTS; tree++) {
            ProcessId root = endOne(tree);
            if (tree % STAY_EVERY == 0) {
                giveNumberAway(root, crowd, answers);
            }
        }
        for (ProcessId id : staying) {
            expect(isAlive(id), "a bystander has ended: " + id);
        }
        crowd.getOutputStream().close();
        String[] seen = answers.readLine().split(" ", -1);
        expect(crowd.waitFor() == 0, "the crowd failed");
        write("crowd.passed", seen[0]);
        write("crowd.stayed", seen[1]);
        write("crowd.signals", seen[2]);
        write("crowd.stopped", seen[3]);
        write("crowd.ended", seen[4]);
        write("zombies", ownZombies());
        outcomes.forEach((outcome, count) -> write("members." + outcome, count));
        write("complaints", complaints);
    }

    /** A tree that is told by its cookie, or one by its session. */
    private ProcessId endOne(int tree) throws Exception {
        boolean escapes = tree % 2 == 0;
        String cookie = UUID.randomUUID().toString();
        KillStormRecord kept = new KillStormRecord(work.resolve("record"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        program("kill_storm"),
                        kept.file().toString(),
                        Integer.toString(random.nextInt(Integer.MAX_VALUE)),
                        escapes ? "escaping" : "contained");
        builder.environment().put(COOKIE, cookie);
        Process process = start(builder);
        ProcessId root = probe.identify(process.pid()).orElseThrow();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        int said = process.getInputStream().read();
        expect(escapes || said >= 0, "the first one has ended");
        TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
        Duration grace = Duration.ofMillis(GRACE_MILLIS[random.nextInt(GRACE_MILLIS.length)]);
        TreeKill kill = probe.treeKill(root).grace(grace).limit(LIMIT);
        KillReport report = (escapes ? kill.cookie(COOKIE, cookie) : kill).run();
        String what = "tree " + tree + (escapes ? ", escaping, " : ", contained, ") + grace + ": ";
        expect(report.complete(), what + "not complete: " + report);
        for (KillReport.Entry entry : report.entries()) {
            expect(!isAlive(entry.id()), what + "lives: " + entry);
            outcomes.merge(entry.outcome(), 1, Integer::sum);
        }
        List<Long> survivors = having(cookie);
        expect(survivors.isEmpty(), what + "not found: " + survivors + " " + report);
        for (String difference : kept.differences(report)) {
            expect(false, what + difference + " " + report);
        }
        expect(process.waitFor(1, TimeUnit.MINUTES), what + "the first one is not reaped");
        process.getInputStream().close();
        process.getOutputStream().close();
        return root;
    }

    /** Who has the number of one that has ended is not touched when that one is to be ended. */
    private void giveNumberAway(ProcessId root, Process crowd, BufferedReader answers)
            throws Exception {
        crowd.getOutputStream().write((root.pid() + "\n").getBytes(StandardCharsets.UTF_8));
        crowd.getOutputStream().flush();
        if (Long.parseLong(answers.readLine()) == 0) {
            return; // somebody else was faster
        }
        ProcessId bystander = probe.identify(root.pid()).orElseThrow();
        staying.add(bystander);
        KillReport report = probe.treeKill(root).grace(Duration.ZERO).run();
        expect(report.complete() && report.entries().size() == 1, "ended twice: " + report);
        expect(isAlive(bystander), "taken for another: " + bystander);
    }

    /** What is found by reading all environments in the plainest way. */
    private static List<Long> having(String cookie) throws IOException {
        List<Long> found = new ArrayList<>();
        for (long pid : pids()) {
            String environment = read(pid, "environ");
            if (environment.contains(COOKIE + "=" + cookie)) {
                found.add(pid);
            }
        }
        return found;
    }

    private static int ownZombies() throws IOException {
        int zombies = 0;
        String state = ") Z " + ProcessHandle.current().pid() + " ";
        for (long pid : pids()) {
            zombies += read(pid, "stat").contains(state) ? 1 : 0;
        }
        return zombies;
    }

    private static List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path folder : folders) {
                pids.add(Long.parseLong(folder.getFileName().toString()));
            }
        }
        return pids;
    }

    private static String read(long pid, String file) {
        try {
            return Proc.text(pid, file);
        } catch (IOException e) {
            return ""; // it has gone since
        }
    }

    private boolean isAlive(ProcessId id) {
        return probe.sample(id, FieldSet.of(Field.ALIVE)).alive().orElse(false);
    }

    private String program(String name) {
        return programs.resolve("procprobe_" + name).toString();
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void expect(boolean is, String complaint) {
        if (!is) {
            write("complaint." + complaints++, complaint);
        }
    }

    private static void write(String key, Object value) {
        System.out.println(key + "=" + value);
    }
}
