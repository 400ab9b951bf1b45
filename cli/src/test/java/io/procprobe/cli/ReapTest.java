package io.procprobe.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Procfs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command here has a cookie of its own, which only children of the test carry: nobody else
 * can be ended, whatever the other conditions say.
 */
class ReapTest {
    @TempDir Path work;

    private static final String[] NOTHING_YET = {};
    private static final String VARIABLE = "PROCPROBE_TEST_REAP";

    @RegisterExtension final Children children = new Children();

    private final String value = UUID.randomUUID().toString();

    /** Also those that have left the trees that are ended with the test. */
    @AfterEach
    void endTheMarked() {
        reap("--yes", "--grace", "0");
    }

    private Process start(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(VARIABLE, value);
        builder.environment().put("PROCPROBE_SUPERVISOR", "of " + value);
        return children.start(builder);
    }

    /** One that has the cookie by now. */
    private Process marked(String... command) throws Exception {
        Process child = start(command);
        awaitCookie(child.toHandle());
        return child;
    }

    /** It has none for a moment while it becomes another program. */
    private void awaitCookie(ProcessHandle who) throws Exception {
        Path environment = Path.of("/proc/" + who.pid() + "/environ");
        Await.until(
                who.pid() + " has its cookie",
                () -> Files.readString(environment, ISO_8859_1).contains(VARIABLE + "=" + value));
    }

    private Process idle() throws Exception {
        return marked("sleep", "1000");
    }

    private Finished reap(String... conditions) {
        List<String> args = new ArrayList<>(List.of("reap", "--cookie", VARIABLE + "=" + value));
        args.addAll(Arrays.asList(conditions));
        return Cli.run(args.toArray(String[]::new));
    }

    private Set<Long> chosen(String... conditions) {
        List<String> args = new ArrayList<>(List.of("--format", "json"));
        args.addAll(Arrays.asList(conditions));
        return pids(reap(args.toArray(String[]::new)).succeeded());
    }

    private static Set<Long> pids(Finished run) {
        return run.objects().stream()
                .filter(line -> line.containsKey("reasons"))
                .map(line -> ((Number) line.get("pid")).longValue())
                .collect(Collectors.toSet());
    }

    @Test
    void withoutYesThePlanIsShownAndNobodyEnds() throws Exception {
        Process root = marked("sh", "-c", "sleep 1000 & wait");
        Await.until("the tree has grown", () -> root.descendants().count() == 1);
        ProcessHandle below = root.descendants().findFirst().orElseThrow();
        Await.until(
                "it sleeps",
                () ->
                        Arrays.asList(below.info().arguments().orElse(NOTHING_YET))
                                .equals(List.of("1000")));
        awaitCookie(below);
        List<String> lines = reap().succeeded().lines();
        assertTrue(
                lines.get(0).matches(" *PID +PARENT +RESIDENT +AGE +BELOW +NAME +REASON"),
                lines.get(0));
        String form =
                " *%d +%d +[\\d.]+[KM] +0m\\d\\ds +1  [a-z]+ +was started with %s=%s;.*"
                        .formatted(root.pid(), ProcessHandle.current().pid(), VARIABLE, value);
        assertTrue(lines.get(1).matches(form), lines.get(1));
        assertEquals("Nobody has been ended: that needs --yes.", lines.get(2));
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(root.isAlive());
        assertEquals(1, root.descendants().count());
    }

    @Test
    void withYesTheTreeEndsAndBystandersLive() throws Exception {
        Process bystander = children.idle();
        Process root = marked("sh", "-c", "sleep 1000 & wait");
        Await.until("the tree has grown", () -> root.descendants().count() == 1);
        long below = root.descendants().findFirst().orElseThrow().pid();
        Finished run = reap("--yes", "--format", "json").succeeded();
        List<Map<String, Object>> lines = run.objects();
        assertEquals(3, lines.size(), run.out());
        Map<String, Object> plan = lines.get(0);
        assertEquals(root.pid(), ((Number) plan.get("pid")).longValue());
        assertEquals(2L, ((Number) plan.get("subtreeCount")).longValue(), run.out());
        assertTrue(((Number) plan.get("residentBytes")).longValue() > 0, run.out());
        assertTrue(((Number) plan.get("ageNanos")).longValue() >= 0, run.out());
        List<?> reasons = (List<?>) plan.get("reasons");
        assertEquals("was started with " + VARIABLE + "=" + value, reasons.get(0), run.out());
        Set<Long> ended =
                lines.stream()
                        .filter(line -> "TERMINATED".equals(line.get("outcome")))
                        .map(line -> ((Number) line.get("pid")).longValue())
                        .collect(Collectors.toSet());
        assertEquals(Set.of(root.pid(), below), ended, run.out());
        assertEquals(128 + 15, root.waitFor());
        assertTrue(bystander.isAlive());
    }

    /** As a supervisor gives it to all that it starts. */
    @Test
    void aBareCookieIsThatOfASupervisor() throws Exception {
        Process child = idle();
        Finished run = Cli.run("reap", "--cookie", "of " + value, "--format", "json").succeeded();
        assertEquals(Set.of(child.pid()), pids(run));
        assertEquals(Set.of(), pids(Cli.run("reap", "--cookie", value, "--format", "json")));
    }

    @Test
    void inATableThePlanComesFirst() throws Exception {
        Process deaf = marked("sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done");
        assertEquals(10, deaf.getInputStream().read());
        List<String> lines = reap("--yes", "--grace", "100ms").succeeded().lines();
        assertTrue(lines.get(0).contains(" REASON"), lines.toString());
        assertEquals("", lines.get(2), lines.toString());
        assertTrue(lines.get(3).matches(" *PID +PARENT +OUTCOME +AFTER +NAME"), lines.toString());
        assertTrue(lines.get(4).contains(" KILLED "), lines.toString());
        assertEquals(128 + 9, deaf.waitFor());
    }

    @Test
    void thatThereIsNobodyIsSuccess() {
        assertEquals(List.of("Nobody is to be ended."), reap("--yes").succeeded().lines());
        assertEquals("", reap("--yes", "--format", "json").succeeded().out());
    }

    @Test
    void conditionsMustAllHold() throws Exception {
        Process one = idle();
        Process other = marked("sh", "-c", "read line");
        assertEquals(Set.of(one.pid(), other.pid()), chosen());
        assertEquals(Set.of(one.pid()), chosen("--name", "sl?ep"));
        assertEquals(Set.of(), chosen("--name", "nobody*"));
        long own = ProcessHandle.current().pid();
        assertEquals(Set.of(one.pid()), chosen("--name", "sleep", "--children-of", "" + own));
        assertEquals(Set.of(), chosen("--children-of", "" + one.pid()));
        assertEquals(Set.of(), chosen("--children-of", "" + children.reapedPid()));
        assertEquals(Set.of(), chosen("--older-than", "1h"));
        Await.until("they are older", () -> chosen("--older-than", "1ms").contains(other.pid()));
        assertEquals(Set.of(), chosen("--larger-than", "900G"));
        assertEquals(Set.of(one.pid(), other.pid()), chosen("--larger-than", "1K"));
        assertEquals(Set.of(), chosen("--tree-larger-than", "900G"));
        assertEquals(Set.of(one.pid()), chosen("--tree-larger-than", "1K", "--name", "sleep"));
    }

    @Test
    void anOrphanIsFoundAtOnce() throws Exception {
        // Into a file: Java closes the output of a process that has ended, whoever else writes to
        // it.
        Path said = work.resolve("said");
        start("setsid", "-f", "sh", "-c", "sleep 1000 & echo $! >\"$0\"", said.toString());
        Await.until(
                "it is said", () -> Files.exists(said) && Files.readString(said).endsWith("\n"));
        long orphan = Long.parseLong(Files.readString(said).strip());
        Process withParent = idle();
        Await.until(
                "its parent and the leader of its session are gone",
                () -> chosen("--orphans").equals(Set.of(orphan)));
        reap("--orphans", "--yes").succeeded();
        // A zombie until its new parent reaps it, which that may take its time for.
        assertTrue(Procfs.read(orphan).map(reading -> reading.state() == 'Z').orElse(true));
        assertTrue(withParent.isAlive());
    }

    @Test
    void theIdleAreObserved() throws Exception {
        Process one = idle();
        Process busy = marked("sh", "-c", "while :; do :; done");
        // Not at once where it is still being started at the first look.
        AtomicReference<Finished> last = new AtomicReference<>();
        Await.until(
                "it alone is idle",
                () -> {
                    long began = System.nanoTime();
                    last.set(reap("--idle", "500ms", "--format", "json"));
                    assertTrue(System.nanoTime() - began >= 500_000_000, "it takes its time");
                    return pids(last.get()).equals(Set.of(one.pid()));
                });
        Finished run = last.get();
        assertEquals(ExitStatus.OK, run.status(), run.err());
        List<String> said = run.err().lines().toList();
        assertEquals("procprobe reap: looking for 0.5s at who is idle", said.get(0));
        assertTrue(said.size() > 1, run.err());
        for (String line : said.subList(1, said.size())) {
            assertTrue(line.matches("procprobe reap: [\\d.]+s of 0.5s have passed"), line);
        }
        Set<Long> calm = pids(reap("--idle", "0", "--max-load", "1000", "--format", "json"));
        assertEquals(Set.of(one.pid(), busy.pid()), calm, "what is low can be said");
    }

    /** What this user may not end is root's to begin with, so the command runs as nobody. */
    @Test
    void whoSurvivesIsToldByTheStatus() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become nobody");
        Process spared = children.idle();
        List<String> command =
                new ArrayList<>(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.addAll(
                App.builder(
                                List.of(),
                                "reap",
                                "--children-of",
                                "" + ProcessHandle.current().pid(),
                                "--name",
                                "sleep",
                                "--yes")
                        .command());
        Finished run = Finished.run(new ProcessBuilder(command));
        assertEquals(ExitStatus.NOT_ALL, run.status(), run.out() + run.err());
        assertEquals(1, run.lines().stream().filter(l -> l.contains(" DENIED ")).count());
        assertTrue(spared.isAlive());
    }
}
