package io.procprobe.agent.config;

import java.net.URI;
import java.util.Objects;

/**
 * Which Prometheus knows of other agents.
 *
 * @param prometheus its address
 * @param job the label {@code job} that it gives to agents
 */
public record FleetOptions(URI prometheus, String job) {
    /** The job of {@code deploy/}'s configuration. */
    public static final String DEFAULT_JOB = "procprobe";

    /** Checks the address. */
    public FleetOptions {
        Urls.requireHttp(prometheus);
        Objects.requireNonNull(job, "job");
        if (!job.matches("[A-Za-z0-9_.:-]{1,64}")) {
            throw new IllegalArgumentException("'" + job + "' is not the name of a job");
        }
    }
}
