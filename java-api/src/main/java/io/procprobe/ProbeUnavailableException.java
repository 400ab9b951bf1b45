package io.procprobe;

import java.util.List;

/**
 * Processes cannot be inspected in this environment: no library could be loaded, or the system
 * lacks what every query needs. The message names every attempt and why it failed; the causes are
 * suppressed exceptions.
 */
public final class ProbeUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // List.copyOf() gives serializable lists.
    private final List<String> attempts;

    /**
     * Made by procprobe.
     *
     * @param problem what does not work, in one line
     * @param attempts what was tried, one line each
     */
    public ProbeUnavailableException(String problem, List<String> attempts) {
        super(attempts.isEmpty() ? problem : problem + "; tried " + String.join("; ", attempts));
        this.attempts = List.copyOf(attempts);
    }

    /**
     * What was tried, in order.
     *
     * @return one line each, with its cause
     */
    public List<String> attempts() {
        return attempts;
    }
}
