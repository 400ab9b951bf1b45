package io.procprobe.bench.run;

import io.procprobe.bench.results.Subject;

/**
 * One entry of the plan.
 *
 * @param subject what to measure
 * @param pace how thoroughly
 */
record PlannedRun(Subject subject, Pace pace) {}
