package io.procprobe.bench.results;

import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that is measured. See {@link Subjects} for all there are.
 *
 * @param benchmark class and method of the benchmark, or the name of a program
 * @param label what it is, for people
 * @param processes how many processes one operation covers
 * @param params parameters of the benchmark
 */
public record Subject(String benchmark, String label, int processes, Map<String, String> params) {
    /** Keeps the parameters in one order. */
    public Subject {
        params = new TreeMap<>(params);
    }
}
