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
 */
public record FleetHost(
        String host,
        boolean isUp,
        OptionalLong processes,
        OptionalLong residentBytes,
        OptionalLong memoryAvailableBytes,
        OptionalLong memoryTotalBytes,
        OptionalDouble pressureMemory) {}
