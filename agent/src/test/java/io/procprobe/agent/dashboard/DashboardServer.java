package io.procprobe.agent.dashboard;

import java.io.IOException;
import java.net.URI;

/**
 * An agent whose dashboard is looked at. The tests find theirs by {@link java.util.ServiceLoader}.
 *
 * <p>It listens on loopback, shows the processes of this machine, polls at least once in a second,
 * has a group "all" and one named {@value #GROUP} of the processes whose name begins with {@value
 * #GROUP_PREFIX}.
 */
public interface DashboardServer {
    /** The group that tests look at. */
    String GROUP = "pupils";

    /** With what the names of its processes begin. */
    String GROUP_PREFIX = "pupil";

    /**
     * Starts it, and waits until it answers.
     *
     * @param token what it asks for
     */
    void start(String token) throws IOException;

    /**
     * Ends it, and waits until nobody listens there any more. Does nothing where it does not run.
     */
    void stop() throws IOException;

    /** Starts it again, at the same address and with the same token, as another agent. */
    void restart() throws IOException;

    /** Where the dashboard is, without a token. */
    URI url();
}
