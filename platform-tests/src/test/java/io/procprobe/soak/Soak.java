package io.procprobe.soak;

import io.procprobe.ProcessProbe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Watches, lists and asks for processes that come and go under the same few PIDs, for as long as it
 * is told, and writes in numbers what became of it, as lines of a name and a value. Exit status: 0
 * when nothing was wrong and nothing has grown, 1 otherwise; what has grown counts from ten minutes
 * on.
 *
 * <p>Arguments: minutes, the path of {@code procprobe_churn}, and how many PIDs are given again (0:
 * as the system does).
 */
public final class Soak {
    /** Code is compiled and buffers find their size; what is held later is compared with then. */
    private static final Duration MOST_WARM_UP = Duration.ofMinutes(5);

    private static final int WARM_UP_SHARE = 2;

    /** A JVM goes on compiling for minutes: what grows in less time says nothing. */
    private static final Duration LEAST_FOR_GROWTH = Duration.ofMinutes(10);

    /** What a JVM takes for its own business: code that it compiles late, its garbage collector. */
    private static final long MOST_GROWTH_BYTES = 8L << 20;

    private static final int FIRST_ROUNDS = 50;

    private static final long SAY_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long TABLE_PAUSE_MILLIS = 100;
    private static final int QUERIES_PER_PAUSE = 50;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Tally tally = new Tally();
    private final Lives lives = new Lives();

    private Soak() {}

    /** What a thread does again and again. */
    private interface Round {
        void run() throws InterruptedException;
    }

    /** Runs for so many minutes. */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofMinutes(Long.parseLong(args[0]));
        System.exit(new Soak().run(time, args[1], Integer.parseInt(args[2])) ? 0 : 1);
    }

    private boolean run(Duration time, String program, int pids) throws Exception {
        Duration warmUp = time.dividedBy(WARM_UP_SHARE);
        warmUp = warmUp.compareTo(MOST_WARM_UP) < 0 ? warmUp : MOST_WARM_UP;
        try (ProcessProbe probe = ProcessProbe.open()) {
            Holdings before;
            Holdings after;
            int untold;
            beginAndEnd(probe, program, pids);
            // What closes at the end of this is no leak, and what stays open is.
            Holdings first = Holdings.now(probe);
            try (Churn churn = new Churn(program, pids);
                    Watcher watcher = new Watcher(probe, churn, lives, tally);
                    TableReader table = new TableReader(probe, lives, tally)) {
                Asker asker = new Asker(probe, lives, tally);
                Thread tables = start("tables", () -> readTables(table));
                Thread queries = start("queries", () -> ask(asker));
                long begin = System.nanoTime();
                runUntil(begin, warmUp, watcher);
                before = Holdings.now(probe);
                runUntil(begin, time, watcher);
                after = Holdings.now(probe);
                isOver.set(true);
                tables.join();
                queries.join();
                untold = watcher.finish();
            }
            Holdings last = Holdings.now(probe);
            write("binding", probe.diagnostics().binding());
            write("minutes", time.toMinutes());
            return report(first, before, after, last, untold, time, warmUp);
        }
    }

    /** The JVM keeps files open that its first call of something has opened. */
    private void beginAndEnd(ProcessProbe probe, String program, int pids) throws Exception {
        Lives others = new Lives();
        Asker asker = new Asker(probe, others, tally);
        try (Churn churn = new Churn(program, pids);
                Watcher watcher = new Watcher(probe, churn, others, tally);
                TableReader table = new TableReader(probe, others, tally)) {
            for (int i = 0; i < FIRST_ROUNDS; i++) {
                watcher.round();
                table.round();
                asker.round();
            }
            watcher.finish();
        }
    }

    private void runUntil(long begin, Duration end, Watcher watcher) throws Exception {
        long said = System.nanoTime();
        while (System.nanoTime() - begin < end.toNanos()) {
            watcher.round();
            if (System.nanoTime() - said > SAY_EVERY_NANOS) {
                said = System.nanoTime();
                System.err.printf(
                        "%d min: %d processes, %d rows, %d wrong%n",
                        Duration.ofNanos(said - begin).toMinutes(),
                        tally.processes.get(),
                        tally.rows.get() + tally.tableRows.get(),
                        tally.wrongReadings.get());
            }
        }
    }

    private static void readTables(TableReader table) throws InterruptedException {
        table.round();
        Thread.sleep(TABLE_PAUSE_MILLIS);
    }

    private static void ask(Asker asker) throws InterruptedException {
        for (int i = 0; i < QUERIES_PER_PAUSE; i++) {
            asker.round();
        }
        Thread.sleep(1);
    }

    private Thread start(String name, Round round) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                while (!isOver.get()) {
                                    round.run();
                                }
                            } catch (InterruptedException | RuntimeException e) {
                                tally.wrong(name + " ended by " + e);
                            }
                        },
                        name);
        thread.start();
        return thread;
    }

    private boolean report(
            Holdings first,
            Holdings before,
            Holdings after,
            Holdings last,
            int untold,
            Duration time,
            Duration warmUp) {
        long grown = after.residentBytes() - before.residentBytes();
        long heapGrown = after.heapBytes() - before.heapBytes();
        write("processes", tally.processes.get());
        write("pids_given_again", tally.pidsGivenAgain.get());
        write("polls", tally.polls.get());
        write("rows", tally.rows.get());
        write("table_refreshes", tally.refreshes.get());
        write("table_rows", tally.tableRows.get());
        write("queries_by_identity", tally.queries.get());
        write("kills", tally.kills.get());
        write("exits", tally.exits.get());
        write("exits_without_status", tally.exitsWithoutStatus.get());
        write("exits_not_told", untold);
        write("wrong_readings", tally.wrongReadings.get());
        write("descriptors_at_first", first.descriptors());
        write("descriptors_at_last", last.descriptors());
        write("resident_bytes_after_warm_up", before.residentBytes());
        write("resident_bytes_at_end", after.residentBytes());
        write("resident_bytes_grown", grown);
        write("resident_bytes_grown_per_hour", perHour(grown, time.minus(warmUp)));
        write("heap_bytes_grown", heapGrown);
        boolean hasGrown =
                time.compareTo(LEAST_FOR_GROWTH) >= 0
                        && (grown > MOST_GROWTH_BYTES || heapGrown > MOST_GROWTH_BYTES);
        boolean isGood =
                tally.wrongReadings.get() == 0
                        && untold == 0
                        && tally.exits.get() > 0
                        && last.descriptors() <= first.descriptors()
                        && !hasGrown;
        write("result", isGood ? "good" : "bad");
        return isGood;
    }

    private static long perHour(long bytes, Duration time) {
        return Math.round((double) bytes / time.toNanos() * Duration.ofHours(1).toNanos());
    }

    private static void write(String name, Object value) {
        System.out.println(name + " " + value);
    }
}
