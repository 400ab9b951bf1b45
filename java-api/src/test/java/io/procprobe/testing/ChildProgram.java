package io.procprobe.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What a {@link JavaChild} runs: one order a line, until its input ends.
 *
 * <pre>
 * touch N     writes to N megabytes more
 * threads N   starts N threads more
 * burn N      runs for N milliseconds of CPU time
 * </pre>
 */
public final class ChildProgram {
    private static final int MEGABYTE = 1 << 20;

    private static final List<byte[]> TOUCHED = new ArrayList<>();

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
}
