package io.procprobe.agent.alert;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * How fast a number grows over a time: the slope of the straight line that fits best, so that one
 * peak does not count as growth.
 */
final class Growth {
    /** Of a window that is not yet that full nothing is said. */
    private static final double LEAST_FILLED = 0.9;

    private static final double MILLIS = 1e3;

    private record Point(long timeMillis, double value) {}

    private final long windowMillis;
    private final Deque<Point> points = new ArrayDeque<>();

    Growth(Duration window) {
        this.windowMillis = window.toMillis();
    }

    /** Per second; empty until the window has filled. */
    OptionalDouble add(long timeMillis, double value) {
        if (!points.isEmpty() && timeMillis <= points.getLast().timeMillis()) {
            points.clear(); // the clock was set back
        }
        points.addLast(new Point(timeMillis, value));
        while (points.getFirst().timeMillis() < timeMillis - windowMillis) {
            points.removeFirst();
        }
        long span = timeMillis - points.getFirst().timeMillis();
        return span < windowMillis * LEAST_FILLED || points.size() < 3
                ? OptionalDouble.empty()
                : OptionalDouble.of(slope(timeMillis));
    }

    /** Least squares, with times from the last point on, as large numbers would cancel out. */
    private double slope(long originMillis) {
        double meanTime = 0;
        double meanValue = 0;
        for (Point point : points) {
            meanTime += (point.timeMillis() - originMillis) / MILLIS / points.size();
            meanValue += point.value() / points.size();
        }
        double both = 0;
        double square = 0;
        for (Point point : points) {
            double time = (point.timeMillis() - originMillis) / MILLIS - meanTime;
            both += time * (point.value() - meanValue);
            square += time * time;
        }
        return both / square;
    }
}
