package io.procprobe.supervisor.reap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.supervisor.Tags;
import io.procprobe.supervisor.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every policy chooses whom it says, and nobody else; of real processes. */
class ReapPoliciesTest {
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

    private TestChild registered(Tags tags) throws Exception {
        TestChild child = child();
        registry.register(child.id(), tags);
        return child;
    }

    private Reaper reaper(ReapPolicy... policies) {
        Reaper.Builder builder = Reaper.builder(probe).membership(registry);
        for (ReapPolicy policy : policies) {
            builder.policy(policy);
        }
        return builder.build();
    }

    private static List<Long> pids(ReapPlan plan) {
        return plan.entries().stream().map(entry -> entry.id().pid()).toList();
    }

    private static List<Long> sorted(TestChild... of) {
        return List.of(of).stream().map(TestChild::pid).sorted().toList();
    }

    private List<Long> chosenBy(ReapPolicy policy) {
        try (Reaper reaper = reaper(policy)) {
            return pids(reaper.plan());
        }
    }

    /** Shows each subject to a test, within an examination. */
    private void examine(Consumer<ReapSubject> look) {
        List<Long> seen = new ArrayList<>();
        assertEquals(
                List.of(),
                chosenBy(
                        subject -> {
                            try {
                                look.accept(subject);
                            } catch (AssertionError e) {
                                throw new IllegalStateException(e);
                            }
                            seen.add(subject.pid());
                            return null;
                        }));
        assertEquals(
                children.stream().map(TestChild::pid).sorted().toList(),
                seen,
                "all were looked at");
    }

    @Test
    void whoseParentIsGoneIsAnOrphan() throws Exception {
        TestChild child = child();
        List<String> members = child.order("tree 2 1");
        long middle = Long.parseLong(members.get(members.size() - 1).split(" ", 2)[1]);
        long leaf = Long.parseLong(members.get(members.size() - 1).split(" ", 2)[0]);
        registry.register(probe.identify(leaf).orElseThrow(), Tags.none());
        try (Reaper reaper = reaper(ReapPolicies.orphaned())) {
            assertEquals(List.of(), pids(reaper.plan()), "its parent lives");
            probe.kill(probe.identify(middle).orElseThrow());
            Await.until(
                    "its parent is gone",
                    () ->
                            ProcessHandle.of(leaf)
                                            .flatMap(ProcessHandle::parent)
                                            .map(ProcessHandle::pid)
                                            .orElse(0L)
                                    != middle);
            ReapPlan plan = reaper.plan();
            assertEquals(List.of(leaf), pids(plan));
            assertTrue(plan.entries().get(0).reason().startsWith("orphaned: "), plan.toString());
        }
    }

    @Test
    void whoCarriesTheCookieAndIsBelowNobodyOfOursIsAnOrphan() throws Exception {
        long orphan = child().ask("orphan");
        TestChild below = child();
        registry.mark(probe.identify(orphan).orElseThrow()).mark(below.id());
        assertEquals(List.of(orphan), chosenBy(ReapPolicies.orphaned()));
    }

    @Test
    void whoIsIdleLongEnoughIsChosenAndWhoRunsIsNot() throws Exception {
        Duration atLeast = Duration.ofMillis(300);
        TestChild idle = registered(Tags.none());
        TestChild busy = registered(Tags.none());
        busy.send("burn 3600000");
        try (Reaper reaper = reaper(ReapPolicies.idle(0.001, atLeast))) {
            assertEquals(List.of(), pids(reaper.plan()), "no load is known yet");
            long counts = System.nanoTime();
            // The busy one as well, while others have all of the CPU.
            Await.until("it is idle", () -> pids(reaper.plan()).equals(sorted(idle)));
            assertTrue(System.nanoTime() - counts >= atLeast.toNanos());
            ReapPlan plan = reaper.plan();
            assertTrue(reasons(plan, idle.pid()).get(0).startsWith("idle for "), plan.toString());
            idle.order("burn 50");
            assertFalse(pids(reaper.plan()).contains(idle.pid()), "it has run");
            assertFalse(pids(reaper.plan()).contains(idle.pid()), "the time counts anew");
            Await.until("it is idle again", () -> pids(reaper.plan()).equals(sorted(idle)));
        }
    }

    @Test
    void otherTablesMakeTheTimeCountAnew() throws Exception {
        registered(Tags.none());
        try (Reaper reaper = reaper(ReapPolicies.idle(0.001, Duration.ofMillis(100)));
                var other = probe.newTable()) {
            Await.until("it is idle", () -> !reaper.plan().isEmpty());
            other.refresh();
            other.refresh();
            assertNull(reaper.examine(other), "its slots mean others");
        }
    }

    @Test
    void olderThanIsStrict() throws Exception {
        registered(Tags.none());
        examine(
                subject -> {
                    Duration age = Duration.ofNanos(subject.ageNanos());
                    assertTrue(age.compareTo(Duration.ofHours(1)) < 0, age::toString);
                    assertNull(ReapPolicies.olderThan(age).reason(subject));
                    assertNotNull(ReapPolicies.olderThan(age.minusNanos(1)).reason(subject));
                    assertFalse(ReapPolicies.olderThan(age).holds(subject));
                });
        Await.until(
                "it is older", () -> !chosenBy(ReapPolicies.olderThan(Duration.ZERO)).isEmpty());
    }

    @Test
    void ofMemoryMoreThanTheLimitCounts() throws Exception {
        TestChild large = registered(Tags.none());
        TestChild parent = registered(Tags.none());
        large.order("touch 64");
        parent.order("spawn");
        examine(
                subject -> {
                    long own = subject.residentBytes();
                    long tree = subject.subtreeResidentBytes();
                    assertNull(ReapPolicies.residentAbove(own).reason(subject));
                    assertNotNull(ReapPolicies.residentAbove(own - 1).reason(subject));
                    assertNull(ReapPolicies.subtreeResidentAbove(tree).reason(subject));
                    assertNotNull(ReapPolicies.subtreeResidentAbove(tree - 1).reason(subject));
                    assertEquals(subject.pid() == parent.pid(), tree > own);
                });
        assertEquals(sorted(large), chosenBy(ReapPolicies.residentAbove(64 << 20)));
        assertEquals(sorted(large), chosenBy(ReapPolicies.subtreeResidentAbove(64 << 20)));
    }

    @Test
    void childrenAreThoseOfThisVeryParent() throws Exception {
        TestChild parent = registered(Tags.none());
        long below = parent.ask("spawn");
        registry.register(probe.identify(below).orElseThrow(), Tags.none());
        assertEquals(List.of(below), chosenBy(ReapPolicies.childOf(parent.pid())));
        assertEquals(List.of(below), chosenBy(ReapPolicies.childOf(parent.id())));
        ProcessId former =
                new ProcessId(parent.pid(), parent.id().tokenKind(), parent.id().startToken() - 1);
        assertEquals(List.of(), chosenBy(ReapPolicies.childOf(former)));
        assertEquals(List.of(), chosenBy(ReapPolicies.childOf(below)));
    }

    @Test
    void namesFitPatterns(@TempDir Path folder) throws Exception {
        registered(Tags.none());
        for (String glob :
                List.of(
                        "procprobe_child",
                        "proc*",
                        "*child",
                        "*o*_*",
                        "p?ocprobe_chil?",
                        "*",
                        "**")) {
            assertEquals(1, chosenBy(ReapPolicies.named(glob)).size(), glob);
        }
        for (String glob :
                List.of(
                        "",
                        "child",
                        "procprobe_chil",
                        "proc*x",
                        "?procprobe_child",
                        "*z*",
                        "PROC*")) {
            assertEquals(0, chosenBy(ReapPolicies.named(glob)).size(), glob);
        }
        Path program = Files.copy(TestChild.PROGRAM, folder.resolve("é€x"));
        assertTrue(program.toFile().setExecutable(true));
        TestChild foreign = TestChild.start(probe, program, Map.of());
        children.add(foreign);
        registry.register(foreign.id(), Tags.none());
        assertEquals(sorted(foreign), chosenBy(ReapPolicies.named("???")));
        assertEquals(sorted(foreign), chosenBy(ReapPolicies.named("é?x")));
        assertEquals(sorted(foreign), chosenBy(ReapPolicies.named("?€*")));
        assertEquals(List.of(), chosenBy(ReapPolicies.named("????")));
        assertEquals(List.of(), chosenBy(ReapPolicies.named("??")));
    }

    @Test
    void tagsAreThoseOfTheRegistry() throws Exception {
        TestChild one = registered(Tags.of("session", "a"));
        registered(Tags.of("session", "b"));
        registered(Tags.none());
        registry.mark(child().id());
        assertEquals(sorted(one), chosenBy(ReapPolicies.tagged("session", "a")));
    }

    @Test
    void theUnregisteredAreThoseOfOursThatNobodyKnows() throws Exception {
        TestChild known = registered(Tags.none());
        ProcessId below = probe.identify(known.ask("spawn")).orElseThrow();
        TestChild stray = child();
        child();
        registry.mark(below).mark(stray.id());
        assertEquals(sorted(stray), chosenBy(ReapPolicies.unregistered()));
        Duration atLeast = Duration.ofMillis(200);
        try (Reaper reaper = reaper(ReapPolicies.unregistered(atLeast))) {
            long began = System.nanoTime();
            assertEquals(List.of(), pids(reaper.plan()), "it may be registered yet");
            Await.until("it is a stray", () -> !reaper.plan().isEmpty());
            assertTrue(System.nanoTime() - began >= atLeast.toNanos());
            assertEquals(sorted(stray), pids(reaper.plan()));
        }
    }

    @Test
    void ofACrowdTheIdlestAndThenTheOldestGo() throws Exception {
        Tags worker = Tags.of(Tags.KIND, "worker");
        TestChild first = registered(worker);
        TestChild second = registered(worker);
        TestChild third = registered(worker);
        TestChild fourth = registered(worker);
        registered(Tags.of(Tags.KIND, "other"));
        registered(Tags.of(Tags.KIND, "other"));
        registered(Tags.none());
        try (Reaper reaper = reaper(ReapPolicies.moreThan(2, Tags.KIND))) {
            ReapPlan plan = reaper.plan();
            assertEquals(sorted(first, second), pids(plan), "no load is known: the oldest");
            assertEquals("4 live with kind=worker, at most 2 may", plan.entries().get(0).reason());
            // And it alone: each may still have been on its way back from its first words.
            Await.until(
                    "the first one has run",
                    () -> {
                        first.order("burn 50");
                        return pids(reaper.plan()).equals(sorted(second, third));
                    });
            third.close();
            fourth.close();
            assertEquals(List.of(), pids(reaper.plan()), "two are left");
        }
    }

    @Test
    void cookiesAreFoundInTheEnvironment() throws Exception {
        TestChild marked =
                TestChild.start(probe, TestChild.PROGRAM, Map.of("PROCPROBE_TEST_REAP", "yes"));
        children.add(marked);
        registry.register(marked.id(), Tags.none());
        registered(Tags.none());
        assertEquals(
                sorted(marked),
                chosenBy(ReapPolicies.startedWith(probe, "PROCPROBE_TEST_REAP", "yes")));
        for (String value : List.of("no!", "yess", "")) {
            assertEquals(
                    List.of(),
                    chosenBy(ReapPolicies.startedWith(probe, "PROCPROBE_TEST_REAP", value)));
        }
    }

    @Test
    void policiesCombine() throws Exception {
        TestChild both = registered(Tags.of("a", "1").with("b", "2"));
        TestChild onlyA = registered(Tags.of("a", "1"));
        TestChild onlyB = registered(Tags.of("b", "2"));
        registered(Tags.none());
        ReapPolicy a = ReapPolicies.tagged("a", "1");
        ReapPolicy b = ReapPolicies.tagged("b", "2");
        assertEquals(sorted(both), chosenBy(a.and(b)));
        assertEquals(sorted(both, onlyA, onlyB), chosenBy(a.or(b)));
        try (Reaper reaper = reaper(a.and(b))) {
            assertEquals("tagged a=1; tagged b=2", reaper.plan().entries().get(0).reason());
        }
        try (Reaper reaper = reaper(a, b)) {
            assertEquals(
                    List.of(
                            List.of("tagged a=1", "tagged b=2"),
                            List.of("tagged a=1"),
                            List.of("tagged b=2")),
                    List.of(both, onlyA, onlyB).stream()
                            .map(child -> reasons(reaper.plan(), child.pid()))
                            .toList());
        }
        // The right one counts the time also while the left one chooses nobody.
        List<Long> wanted = new ArrayList<>();
        ReapPolicy gate = subject -> wanted.contains(subject.pid()) ? "wanted" : null;
        try (Reaper reaper = reaper(gate.and(ReapPolicies.idle(1_000, Duration.ofMillis(100))))) {
            reaper.plan();
            reaper.plan();
            Thread.sleep(110);
            assertEquals(List.of(), pids(reaper.plan()));
            wanted.add(onlyA.pid());
            assertEquals(sorted(onlyA), pids(reaper.plan()));
        }
    }

    private static List<String> reasons(ReapPlan plan, long pid) {
        return plan.entries().stream()
                .filter(entry -> entry.id().pid() == pid)
                .findFirst()
                .orElseThrow()
                .reasons();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Duration negative = Duration.ofNanos(-1);
        assertThrows(IllegalArgumentException.class, () -> ReapPolicies.idle(-0.1, Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class, () -> ReapPolicies.idle(Double.NaN, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> ReapPolicies.idle(0, negative));
        assertThrows(IllegalArgumentException.class, () -> ReapPolicies.olderThan(negative));
        assertThrows(IllegalArgumentException.class, () -> ReapPolicies.residentAbove(-1));
        assertThrows(IllegalArgumentException.class, () -> ReapPolicies.moreThan(-1, "kind"));
        assertThrows(
                IllegalArgumentException.class, () -> ReapPolicies.startedWith(probe, "A=B", "C"));
    }
}
