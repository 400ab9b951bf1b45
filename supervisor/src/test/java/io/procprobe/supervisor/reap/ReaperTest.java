package io.procprobe.supervisor.reap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.supervisor.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A plan ends nobody; a reaper ends whom a plan names, with all below, and nobody else. */
class ReaperTest {
    private static final Tags DOOMED = Tags.of("doomed", "yes");
    private static final FieldSet ALIVE = FieldSet.of(Field.ALIVE);
    private static final Set<KillReport.Outcome> ENDED =
            Set.of(KillReport.Outcome.TERMINATED, KillReport.Outcome.KILLED);
    private static final ReapPolicy POLICY = ReapPolicies.tagged("doomed", "yes");

    private final ProcessProbe probe = ProcessProbe.open();
    private final TestRegistry registry = new TestRegistry();
    private final List<TestChild> children = new ArrayList<>();

    @AfterEach
    void endAll() {
        children.forEach(TestChild::close);
        probe.close();
    }

    private TestChild child() throws Exception {
        TestChild child = TestChild.start(probe);
        children.add(child);
        return child;
    }

    private TestChild doomed() throws Exception {
        TestChild child = child();
        registry.register(child.id(), DOOMED);
        return child;
    }

    private Reaper.Builder builder() {
        return Reaper.builder(probe).membership(registry).policy(POLICY);
    }

    private static List<Long> pids(ReapPlan plan) {
        return plan.entries().stream().map(entry -> entry.id().pid()).toList();
    }

    private boolean isAlive(ProcessId id) {
        return probe.sample(id, ALIVE).alive().orElse(false);
    }

    @Test
    void aPlanSaysWhoAndWhyAndEndsNobody() throws Exception {
        TestChild child = doomed();
        ProcessId below = probe.identify(child.ask("spawn")).orElseThrow();
        child();
        try (Reaper reaper = builder().build()) {
            ReapPlan plan = reaper.plan();
            assertEquals(1, plan.entries().size(), plan.toString());
            ReapPlan.Entry entry = plan.entries().get(0);
            assertEquals(child.id(), entry.id());
            assertEquals(ProcessHandle.current().pid(), entry.parentPid());
            assertEquals("procprobe_child", entry.name());
            assertEquals(Optional.of(DOOMED), entry.tags());
            assertEquals(List.of("tagged doomed=yes"), entry.reasons());
            assertEquals(List.of(below), entry.below());
            assertTrue(entry.residentBytes().orElseThrow() > 0);
            assertTrue(entry.subtreeResidentBytes() > entry.residentBytes().orElseThrow());
            assertTrue(entry.age().orElseThrow().compareTo(Duration.ofMinutes(10)) < 0);
        }
        assertTrue(isAlive(child.id()) && isAlive(below));
    }

    @Test
    void reapingEndsTreesAndSparesBystanders() throws Exception {
        TestChild first = doomed();
        TestChild second = doomed();
        TestChild bystander = child();
        registry.register(bystander.id(), Tags.none());
        ProcessId below = probe.identify(first.ask("spawn")).orElseThrow();
        second.order("ignore-terminate");
        try (Reaper reaper = builder().grace(Duration.ofMillis(200)).build()) {
            ReapReport report = reaper.reap();
            assertTrue(report.allEnded(), report.toString());
            assertEquals(2, report.results().size(), report.toString());
            assertFalse(isAlive(first.id()) || isAlive(second.id()) || isAlive(below));
            for (ReapReport.Result result : report.results()) {
                KillReport.Outcome outcome =
                        result.report().orElseThrow().entries().get(0).outcome();
                if (result.planned().id().equals(second.id())) {
                    assertEquals(KillReport.Outcome.KILLED, outcome);
                } else {
                    // Killed too, where it did not get the CPU within the grace.
                    assertTrue(ENDED.contains(outcome), outcome.toString());
                }
            }
            assertTrue(reaper.reap().results().isEmpty(), "nobody is left");
        }
        assertTrue(isAlive(bystander.id()));
    }

    @Test
    void whoIsBelowAnotherOneIsListedWithIt() throws Exception {
        TestChild child = doomed();
        ProcessId below = probe.identify(child.ask("spawn")).orElseThrow();
        registry.register(below, DOOMED);
        try (Reaper reaper = builder().build()) {
            ReapPlan plan = reaper.plan();
            assertEquals(List.of(child.pid()), pids(plan));
            Set<String> reasons = new HashSet<>(plan.entries().get(0).reasons());
            String reason = "tagged doomed=yes";
            assertEquals(Set.of(reason, "PID " + below.pid() + ": " + reason), reasons);
        }
    }

    @Test
    void whoHasTakenThePidSinceIsNotTouched() throws Exception {
        TestChild child = child();
        ProcessId former =
                new ProcessId(child.pid(), child.id().tokenKind(), child.id().startToken() - 1);
        ReapPlan plan =
                new ReapPlan(
                        List.of(
                                new ReapPlan.Entry(
                                        former,
                                        0,
                                        "",
                                        Optional.empty(),
                                        List.of("it was idle"),
                                        OptionalLong.empty(),
                                        0,
                                        Optional.empty(),
                                        List.of())));
        try (Reaper reaper = builder().build()) {
            ReapReport report = reaper.reap(plan);
            assertEquals(
                    KillReport.Outcome.GONE,
                    report.results().get(0).report().orElseThrow().entries().get(0).outcome());
        }
        assertTrue(isAlive(child.id()));
    }

    @Test
    void aPolicyThatFailsIsLeftOutAndTheOthersGoOn() throws Exception {
        TestChild child = doomed();
        registry.register(child().id(), Tags.none());
        int[] asked = new int[1];
        ReapPolicy failsLate =
                subject -> {
                    if (++asked[0] == 2) {
                        throw new IllegalStateException("on purpose");
                    }
                    return "by whom fails";
                };
        ReapPolicy failsEarly =
                new ReapPolicy() {
                    @Override
                    public void begin(ReapSubjects all) {
                        throw new AssertionError("on purpose");
                    }

                    @Override
                    public String reason(ReapSubject subject) {
                        return "by whom has failed";
                    }
                };
        List<String> logged = new ArrayList<>();
        Logger log = Logger.getLogger(Reaper.class.getName());
        log.setFilter(record -> !logged.add(record.getThrown().getMessage()));
        try (Reaper reaper =
                Reaper.builder(probe)
                        .membership(registry)
                        .policy(failsEarly)
                        .policy(failsLate)
                        .policy(POLICY)
                        .build()) {
            ReapPlan plan = reaper.plan();
            assertEquals(2, asked[0]);
            assertEquals(List.of(child.pid()), pids(plan));
            assertEquals(List.of("tagged doomed=yes"), plan.entries().get(0).reasons());
            asked[0] = 0;
            try (ProcessTable table = probe.newTable()) {
                table.refresh();
                assertNull(reaper.examine(table, failsLate), "its choices are forgotten");
            }
            assertEquals(List.of("on purpose", "on purpose", "on purpose"), logged);
        } finally {
            log.setFilter(null);
        }
    }

    /** Asks for a plan only: nobody but a test's own children is ever ended. */
    @Test
    void someAreNeverChosen() throws Exception {
        TestChild child = child();
        long zombie = child.ask("zombie 3");
        try (Reaper reaper = Reaper.builder(probe).policy(subject -> "everybody").build()) {
            Set<Long> chosen = new HashSet<>();
            for (ReapPlan.Entry entry : reaper.plan().entries()) {
                chosen.add(entry.id().pid());
            }
            assertTrue(chosen.contains(child.pid()));
            assertFalse(chosen.contains(zombie), "a zombie");
            assertFalse(chosen.contains(1L), "the first process");
            Optional<ProcessHandle> own = Optional.of(ProcessHandle.current());
            while (own.isPresent()) {
                assertFalse(chosen.contains(own.get().pid()), "this process and its ancestors");
                own = own.get().parent();
            }
            for (long pid : chosen) {
                assertFalse(isKernelThread(pid), "kernel thread " + pid);
            }
        }
    }

    private static boolean isKernelThread(long pid) {
        Path kthreadd = Path.of("/proc/2/comm");
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String parent = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3)[1];
            return Files.readString(kthreadd).strip().equals("kthreadd")
                    && (pid == 2 || parent.equals("2"));
        } catch (IOException e) {
            return false; // it has ended, or there are none to be seen
        }
    }

    @Test
    void whoEndsThemCanBeChosenAndMayFail() throws Exception {
        TestChild failing = doomed();
        TestChild ending = doomed();
        TreeEnder ender =
                entry -> {
                    if (entry.id().equals(failing.id())) {
                        throw new IllegalArgumentException("on purpose");
                    }
                    return probe.killTree(entry.id(), Duration.ofSeconds(30));
                };
        try (Reaper reaper = builder().ender(ender).build()) {
            ReapReport report = reaper.reap();
            assertFalse(report.allEnded(), report.toString());
            for (ReapReport.Result result : report.results()) {
                boolean hasFailed = result.planned().id().equals(failing.id());
                assertEquals(!hasFailed, result.hasEnded());
                assertEquals(hasFailed, result.failure().contains("on purpose"));
            }
        }
        assertTrue(isAlive(failing.id()));
        assertFalse(isAlive(ending.id()));
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        TestChild deaf = doomed();
        deaf.order("ignore-terminate");
        try (Reaper reaper = builder().grace(Duration.ofHours(1)).build()) {
            ReapPlan plan = reaper.plan();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> reaper.reap(plan));
        }
        assertTrue(isAlive(deaf.id()));
    }

    @Test
    void aClosedReaperOpensItsTableAnew() throws Exception {
        TestChild child = doomed();
        Reaper reaper = builder().build();
        assertEquals(List.of(child.pid()), pids(reaper.plan()));
        reaper.close();
        reaper.close();
        assertEquals(List.of(child.pid()), pids(reaper.plan()));
        reaper.close();
        probe.close();
        assertThrows(IllegalStateException.class, reaper::plan);
    }
}
