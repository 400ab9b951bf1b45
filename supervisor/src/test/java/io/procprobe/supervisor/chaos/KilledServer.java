package io.procprobe.supervisor.chaos;

import io.procprobe.ProcessId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A JVM with a {@link ChaosServer}, what it says, and its end. */
final class KilledServer {
    private final Process process;
    private final Ledger ledger;
    private final Predicate<ProcessId> isOurs;
    private final Consumer<String> fail;
    private final Thread reader = new Thread(this::read, "server");
    private final List<ProcessId> adopted = new ArrayList<>();
    private volatile boolean hasRecovered;
    private volatile String finished;

    /**
     * @param isOurs whether one that was adopted is what a server has started; true when it has
     *     ended
     */
    KilledServer(
            Path registry,
            long seed,
            boolean reapsStrays,
            Ledger ledger,
            Predicate<ProcessId> isOurs,
            Consumer<String> fail)
            throws IOException {
        this.ledger = ledger;
        this.isOurs = isOurs;
        this.fail = fail;
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.config.file="
                                + System.getProperty("java.util.logging.config.file", ""),
                        "-Dprocprobe.cache.dir=" + System.getProperty("procprobe.cache.dir", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChaosServer.class.getName(),
                        registry.toString(),
                        "" + seed,
                        "" + reapsStrays);
        this.process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        reader.start();
    }

    private void read() {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                note(line.split(" "), line);
            }
        } catch (IOException e) {
            fail.accept("a server cannot be heard: " + e);
        }
    }

    private void note(String[] words, String line) {
        switch (words[0]) {
            case "adopted" -> adopted.add(Ledger.identity(words));
            case "recovered" -> recovered();
            case "started" -> ledger.started(Ledger.identity(words));
            case "ended" -> ledger.ended(Ledger.identity(words));
            case "finished" -> finished = line;
            default -> fail.accept("a server says: " + line);
        }
    }

    private void recovered() {
        ledger.adopted(adopted);
        for (ProcessId id : adopted) {
            if (!isOurs.test(id)) {
                fail.accept("a stranger was adopted: " + id);
            }
        }
        hasRecovered = true;
    }

    /** Whether it lived for long enough to say whom it has found. */
    boolean hasRecovered() {
        return hasRecovered;
    }

    /** At any instant. Returns when all that it has said is noted. */
    void kill() throws InterruptedException {
        // By its handle: the process itself would close its output, with what it has said.
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /** Has it end as it should; what it says then, or null. */
    String finish() throws IOException, InterruptedException {
        process.outputWriter().write("finish\n");
        process.outputWriter().flush();
        reader.join();
        process.waitFor();
        return finished;
    }
}
