package io.procprobe.agent.dashboard;

import io.procprobe.agent.Agent;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.GroupSpec;
import io.procprobe.agent.config.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An agent whose dashboard is looked at. It listens on loopback, shows the processes of this
 * machine and has, beside the group "all", one named {@value #GROUP} of those whose name begins
 * with {@value #GROUP_PREFIX}.
 */
final class DashboardServer {
    /** The group that tests look at. */
    static final String GROUP = "pupils";

    /** With what the names of its processes begin. */
    static final String GROUP_PREFIX = "pupil";

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Consumer<AgentOptions.Builder> more;
    private final Path tokenFile;
    private int port;
    private Agent agent;

    /**
     * One that does not run yet.
     *
     * @param more what is to be otherwise than said above
     */
    DashboardServer(Consumer<AgentOptions.Builder> more) throws IOException {
        this.more = more;
        this.tokenFile =
                Files.createTempFile(
                        "token",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * Starts it, after the first time at the same address.
     *
     * @param token what it asks for
     */
    void start(String token) throws IOException {
        Files.writeString(tokenFile, token);
        start();
    }

    private void start() throws IOException {
        AgentOptions.Builder options =
                AgentOptions.builder()
                        .listen(new ListenAddress("127.0.0.1", port))
                        .tokenFile(tokenFile)
                        .interval(INTERVAL)
                        .group(GroupSpec.parse(GROUP + "=name:" + GROUP_PREFIX + "*"));
        more.accept(options);
        agent = Agent.builder().options(options.build()).start();
        port = agent.address().getPort();
    }

    /**
     * Ends it, and waits until nobody listens there any more. Does nothing where it does not run.
     */
    void stop() {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }

    /** Ends it, and starts another one at the same address and with the same token. */
    void restart() throws IOException {
        stop();
        start();
    }

    /** Ends it for good. */
    void remove() throws IOException {
        stop();
        Files.delete(tokenFile);
    }

    /** Where the dashboard is, without a token. */
    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }
}
