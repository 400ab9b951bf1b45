package io.procprobe.agent;

import io.procprobe.ProcessProbe;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.event.EventRing;
import io.procprobe.agent.event.SupervisorEvents;
import io.procprobe.agent.http.AgentServer;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.SupervisorListener;
import java.io.IOException;
import java.util.Objects;

/** What an agent is to be made of. Made by {@link Agent#builder()}. */
public final class AgentBuilder {
    final EventRing events = new EventRing();
    private final SupervisorListener listener = new SupervisorEvents(events);
    AgentOptions options = AgentOptions.builder().build();
    ProcessProbe probe;
    Supervisor supervisor;

    AgentBuilder() {}

    /**
     * What it is to be like; by default it listens on 127.0.0.1:9179 with a token that is made up.
     *
     * @param wanted options
     * @return this
     */
    public AgentBuilder options(AgentOptions wanted) {
        this.options = Objects.requireNonNull(wanted, "wanted");
        return this;
    }

    /**
     * The probe to be used. By default the agent opens one, and closes it.
     *
     * @param by stays open when the agent is closed
     * @return this
     */
    public AgentBuilder probe(ProcessProbe by) {
        this.probe = Objects.requireNonNull(by, "by");
        return this;
    }

    /**
     * A supervisor whose numbers are shown too.
     *
     * @param whose stays open when the agent is closed
     * @return this
     */
    public AgentBuilder supervisor(Supervisor whose) {
        this.supervisor = Objects.requireNonNull(whose, "whose");
        return this;
    }

    /**
     * What a supervisor has to be given, when it is built, for the events of the agent to tell whom
     * it ends and why.
     *
     * @return for {@code SupervisorBuilder.listener}
     */
    public SupervisorListener supervisorListener() {
        return listener;
    }

    /**
     * Reads the files that the options name, and does nothing with them.
     *
     * @throws IOException when the token or the key for TLS cannot be read
     */
    public void check() throws IOException {
        if (options.tokenFile().isPresent()) {
            Tokens.read(options.tokenFile().get());
        }
        if (options.tls().isPresent()) {
            AgentServer.check(options.tls().get());
        }
    }

    /**
     * Polls once, and begins to listen.
     *
     * @return an agent that serves, to be closed by the caller
     * @throws IOException when the address is taken, or a file of the options cannot be read
     * @throws io.procprobe.ProbeUnavailableException when processes cannot be read here
     */
    public Agent start() throws IOException {
        return new Agent(this);
    }
}
