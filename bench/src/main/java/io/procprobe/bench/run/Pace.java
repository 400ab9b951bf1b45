package io.procprobe.bench.run;

import java.time.Duration;

/**
 * How thoroughly one benchmark is measured. Many short iterations, each with its floor beside it,
 * find a steadier median on a noisy machine than few long ones.
 *
 * @param forks how many JVMs, one after the other
 * @param warmUps iterations that do not count, in each
 * @param iterations those that count, in each
 * @param iteration how long each takes
 * @param floor how long each measurement of the floor takes
 */
record Pace(int forks, int warmUps, int iterations, Duration iteration, Duration floor) {}
