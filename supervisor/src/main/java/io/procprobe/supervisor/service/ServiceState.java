package io.procprobe.supervisor.service;

/** What a service is doing. */
public enum ServiceState {
    /** A process is being started, or has been and was not yet asked whether it is well. */
    STARTING,
    /** The last probe found it well; without a probe: its process is alive. */
    HEALTHY,
    /** The last probe failed, and those before it not often enough for a restart. */
    UNHEALTHY,
    /** The old process and all that it has started are being ended, before another start. */
    RESTARTING,
    /** Nothing runs, until the next start. */
    BACKING_OFF,
    /** It has failed too often, or its end could not be verified: nobody starts it by himself. */
    FAILED,
    /** It is being ended for good. */
    STOPPING,
    /** Nothing runs, by somebody's will. */
    STOPPED;

    /** Whether a process is there that is meant to be. */
    boolean isRunning() {
        return this == STARTING || this == HEALTHY || this == UNHEALTHY;
    }
}
