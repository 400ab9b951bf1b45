package io.procprobe.agent.fleet;

/** Prometheus does not answer, or not what was asked. */
public final class FleetUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    FleetUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
