package io.procprobe.agent.fleet;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What Prometheus knows of the agent of one host.
 *
 * @param host the label {@code host}, or else {@code instance}
 * @param isUp whether its last scrape has succeeded
 * @param processes how many processes it sees
 * @param residentBytes resident memory of all of them
 * @param memoryAvailableBytes what can be had there without swapping
 * @param memoryTotalBytes its physical memory
 * @param pressureMemory share of the last 10 s in which a task has waited for memory
 * @param address where its agent is asked: the label {@code instance}, empty without one
 * @param cpuLoad of all processes; 1 is one core
 */
public record FleetHost(
        String host,
        boolean isUp,
        OptionalLong processes,
        OptionalLong residentBytes,
        OptionalLong memoryAvailableBytes,
        OptionalLong memoryTotalBytes,
        OptionalDouble pressureMemory,
        String address,
        OptionalDouble cpuLoad) {}
