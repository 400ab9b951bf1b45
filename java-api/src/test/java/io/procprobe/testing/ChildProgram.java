package io.procprobe.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link JavaChild} runs: one order a line, until its input ends.
 *
 * <pre>
 * touch N     writes to N megabytes more
 * threads N   starts N threads more
 * burn N      runs for N milliseconds of CPU time
 * breed N     starts N processes and says who they are: PID
 * cull N      ends these in random order, N a second at random moments, each with a status of its
 *             own, reaps them and says of each: PID, STATUS, System.nanoTime() at the order, and
 *             when its end was known here
 * </pre>
 */
public final class ChildProgram {
    private static final int MEGABYTE = 1 << 20;

    private static final List<byte[]> TOUCHED = new ArrayList<>();

    private static final List<Process> BRED = new ArrayList<>();

    /** Every so many is ended by a signal. */
    private static final int SIGNALLED_EVERY = 5;

    private ChildProgram() {}

    /** Runs until the input ends: a child never outlives the test that started it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            int space = order.indexOf(' ');
            int number = Integer.parseInt(order.substring(space + 1));
            switch (order.substring(0, space)) {
                case "touch" -> touch(number);
                case "threads" -> threads(number);
                case "burn" -> burn(number);
                case "breed" -> breed(number);
                case "cull" -> cull(number);
                default -> throw new IllegalArgumentException(order);
            }
            System.out.println("done " + order);
        }
    }

    private static void touch(int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            byte[] bytes = new byte[MEGABYTE];
            for (int at = 0; at < bytes.length; at += 1024) {
                bytes[at] = 1;
            }
            TOUCHED.add(bytes);
        }
    }

    private static void threads(int count) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Thread thread =
                    new Thread(
                            () -> {
                                running.countDown();
                                sleepForever();
                            });
            thread.setDaemon(true);
            thread.start();
        }
        running.await();
    }

    private static void sleepForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void burn(int millis) {
        var threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + millis * 1_000_000L;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Shells that do one order of ours; should this JVM end, they are told so and end as well. */
    private static void breed(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Process process =
                    new ProcessBuilder("sh", "-c", "read order; eval \"$order\"")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            BRED.add(process);
            System.out.println(process.pid());
        }
    }

    private static void cull(int perSecond) throws IOException, InterruptedException {
        Random random = new Random(perSecond);
        List<Process> victims = new ArrayList<>(BRED);
        BRED.clear();
        Collections.shuffle(victims, random);
        List<String> said = new ArrayList<>();
        List<CompletableFuture<Long>> known = new ArrayList<>();
        long next = System.nanoTime();
        for (int i = 0; i < victims.size(); i++) {
            next += (long) (random.nextDouble() * 2e9 / perSecond);
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            Process victim = victims.get(i);
            boolean isSignal = i % SIGNALLED_EVERY == 0;
            // KILL and TERM, and every exit code.
            int number = isSignal ? (i % 2 == 0 ? 9 : 15) : i % 256;
            byte[] order =
                    (isSignal ? "kill -" + number + " $$\n" : "exit " + number + "\n")
                            .getBytes(StandardCharsets.US_ASCII);
            int status = isSignal ? 256 + number : number;
            known.add(victim.onExit().thenApply(ended -> System.nanoTime()));
            said.add(victim.pid() + " " + status + " " + System.nanoTime());
            victim.getOutputStream().write(order);
            victim.getOutputStream().flush();
        }
        for (int i = 0; i < said.size(); i++) {
            System.out.println(said.get(i) + " " + known.get(i).join());
        }
    }
}
