package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Procfs;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code watch} says of processes, and with what it ends. */
class WatchTest {
    private static final List<String> JSON = List.of("watch", "--format", "json");
    private static final List<String> HOURLY = List.of("--interval", "60m");

    @RegisterExtension final Children children = new Children();

    /** Ends by itself after so many readings. */
    private static Finished json(String interval, String count, long... pids) {
        List<String> args = new ArrayList<>(JSON);
        args.addAll(List.of("--interval", interval, "--count", count));
        return Cli.run(Args.of(args, pids));
    }

    /** Ends when all have, of which the next reading would tell in an hour. */
    private static Finished untilTheEnd(long... pids) {
        List<String> args = new ArrayList<>(JSON);
        args.addAll(HOURLY);
        return Cli.run(Args.of(args, pids));
    }

    /** Lets children that wait for it end, once so many lines have been written of all. */
    private static Finished untilTheEnd(String[] args, int lines, Process... children)
            throws Exception {
        StringWriter out = new StringWriter();
        CompletableFuture<Finished> run =
                CompletableFuture.supplyAsync(
                        () -> Cli.run(out, args), own -> new Thread(own).start());
        Await.until("all have been read", () -> out.toString().lines().count() == lines);
        for (Process child : children) {
            child.getOutputStream().close();
        }
        return run.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<Map<String, Object>> events(Finished finished, String event) {
        return finished.objects().stream().filter(e -> event.equals(e.get("event"))).toList();
    }

    /** Checks what all events have, and gives the rest. */
    private static Map<String, Object> withoutTime(Map<String, Object> event) {
        Map<String, Object> rest = new HashMap<>(event);
        Instant.parse((String) rest.remove("time"));
        rest.remove("event");
        return rest;
    }

    @Test
    void ticksHaveTheKeysOfStatAndTheLoadFromTheSecondOn() throws Exception {
        long pid = children.busy().pid();
        Finished finished = json("100ms", "3", pid).succeeded();
        List<Map<String, Object>> ticks = events(finished, "tick");
        assertEquals(3, ticks.size());
        assertEquals(3, finished.lines().size());
        for (int i = 0; i < 3; i++) {
            Map<String, Object> row = withoutTime(ticks.get(i));
            assertEquals(i > 0, row.containsKey("cpuLoad"));
            Rows.check(row);
            assertEquals(pid, Rows.number(row, "pid"));
            assertEquals("OK", row.get("status"));
            row.remove("cpuLoad");
            assertEquals(Rows.allKeys(), row.keySet());
        }
        Map<String, Object> stat =
                Cli.run("stat", "--format", "json", Long.toString(pid)).objects().get(0);
        for (String key : Set.of("name", "startTime", "parentPid", "uid")) {
            assertEquals(stat.get(key), ticks.get(2).get(key), key);
        }
        // The CPU clock moves at each tick of the scheduler, and a late reading is soon followed.
        Await.until("it has a load", () -> lastLoad(json("100ms", "3", pid)) > 0);
    }

    private static double lastLoad(Finished run) {
        return (Double) events(run.succeeded(), "tick").get(2).get("cpuLoad");
    }

    @Test
    void eachIsReadAtEachTick() throws Exception {
        long[] pids = {children.idle().pid(), children.idle().pid()};
        Finished finished = json("10ms", "3", pids).succeeded();
        assertEquals(6, finished.lines().size());
        for (long pid : pids) {
            assertEquals(
                    3, finished.objects().stream().filter(e -> e.get("pid").equals(pid)).count());
        }
    }

    @Test
    void whoIsNamedTwiceIsFollowedOnce() throws Exception {
        long pid = children.idle().pid();
        assertEquals(1, json("10ms", "1", pid, pid).succeeded().lines().size());
    }

    @Test
    void itEndsWhenAllHaveAndSaysHow() throws Exception {
        Process exits7 = children.start("sh", "-c", "read until; exit 7");
        Process isKilled = children.start("sh", "-c", "read until; kill -TERM $$");
        long code = exits7.pid();
        long signal = isKilled.pid();
        List<String> args = new ArrayList<>(JSON);
        args.addAll(HOURLY);
        Finished finished =
                untilTheEnd(Args.of(args, code, signal), 2, exits7, isKilled).succeeded();
        List<Map<String, Object>> exits = events(finished, "exit");
        assertEquals(2, exits.size(), finished.out());
        Map<String, Object> first = withoutTime(Rows.of(exits, code));
        assertEquals("GONE", first.get("status"));
        assertEquals("sh", first.get("name"));
        assertEquals(7L, first.get("exitCode"), finished.out());
        assertFalse(first.containsKey("signal"));
        Map<String, Object> second = withoutTime(Rows.of(exits, signal));
        assertEquals(15L, second.get("signal"), finished.out());
        assertEquals("SIGTERM", second.get("signalName"));
        assertFalse(second.containsKey("exitCode"));
    }

    @Test
    void whoIsNotThereIsSaidAndTheOthersAreFollowed() throws Exception {
        long gone = children.reapedPid();
        long pid = children.idle().pid();
        Finished finished = json("10ms", "2", gone, pid);
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        assertEquals("", finished.err());
        List<Map<String, Object>> missing = events(finished, "missing");
        assertEquals(1, missing.size());
        assertEquals(Map.of("pid", gone, "status", "GONE"), withoutTime(missing.get(0)));
        assertEquals(2, events(finished, "tick").size());
    }

    @Test
    void withNobodyToFollowItEnds() throws Exception {
        Finished finished = untilTheEnd(children.reapedPid(), 0);
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        List<Map<String, Object>> missing = events(finished, "missing");
        assertEquals(
                List.of("GONE", "INVALID"), missing.stream().map(e -> e.get("status")).toList());
        assertEquals(2, finished.lines().size());
    }

    /** It has exited already: no reading, but an end, as far as known with its exit code. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aZombieHasEnded() throws Exception {
        // Its parent becomes a sleep, which never asks for its children; only then it ends.
        String script = "exec 3<&0; (cat <&3 >&2; exit 5) & echo $!; exec sleep 1000";
        Process parent = children.start("sh", "-c", script);
        long pid = Long.parseLong(Children.readLine(parent));
        Await.until(
                "the parent is a sleep",
                () -> Procfs.read(parent.pid()).orElseThrow().name().equals("sleep"));
        parent.getOutputStream().close();
        Await.until("the child is a zombie", () -> Procfs.state(pid) == 'Z');
        Finished finished = untilTheEnd(pid).succeeded();
        assertEquals(1, finished.lines().size(), finished.out());
        Map<String, Object> exit = finished.objects().get(0);
        assertEquals("exit", exit.get("event"));
        if (exit.containsKey("exitCode")) {
            assertEquals(5L, exit.get("exitCode"));
        }
    }

    @Test
    void anOldMemoryReadingIsAReading() throws Exception {
        String pid = Long.toString(children.idle().pid());
        Finished finished =
                Cli.run(
                        "watch",
                        pid,
                        "--memory-max-age",
                        "1m",
                        "--interval",
                        "10ms",
                        "--count",
                        "3",
                        "--format",
                        "json");
        for (Map<String, Object> tick : finished.succeeded().objects()) {
            assertTrue(Rows.number(tick, "residentBytes") > 0);
        }
    }

    @Test
    void aTableHasALineForEachEvent() throws Exception {
        long gone = children.reapedPid();
        Process child = children.start("sh", "-c", "read until; exit 3");
        long ends = child.pid();
        String[] args = Args.of(List.of("watch", "--interval", "60m"), gone, ends);
        Finished finished = untilTheEnd(args, 3, child);
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        List<String> lines = finished.lines();
        assertEquals(4, lines.size(), finished.out());
        assertTrue(lines.get(0).matches("TIME +PID +STATE .* NAME"), lines.get(0));
        assertTrue(lines.get(1).matches("[\\d:]{8} +" + gone + " +GONE .*-"), lines.get(1));
        assertTrue(lines.get(2).matches("[\\d:]{8} +" + ends + " +[A-Z]+ .* sh"), lines.get(2));
        String end = "[\\d:]{8} +" + ends + " +ENDED .* sh: exit code 3";
        assertTrue(lines.get(3).matches(end), lines.get(3));
        int name = lines.get(0).indexOf("NAME");
        assertEquals(name, lines.get(2).lastIndexOf("sh"));
        assertEquals(name, lines.get(3).indexOf("sh: "));
    }
}
