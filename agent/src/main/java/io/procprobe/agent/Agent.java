package io.procprobe.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.procprobe.ProcessProbe;
import io.procprobe.agent.alert.Alerts;
import io.procprobe.agent.alert.Webhook;
import io.procprobe.agent.alert.WebhookMetrics;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.GroupSpec;
import io.procprobe.agent.config.ListenAddress;
import io.procprobe.agent.event.AlertEvents;
import io.procprobe.agent.event.TableEvents;
import io.procprobe.agent.fleet.Fleet;
import io.procprobe.agent.history.History;
import io.procprobe.agent.http.AgentServer;
import io.procprobe.agent.http.AgentServices;
import io.procprobe.agent.http.Listener;
import io.procprobe.agent.http.TokenCheck;
import io.procprobe.agent.poll.Poller;
import io.procprobe.micrometer.GroupMetrics;
import io.procprobe.micrometer.HostMetrics;
import io.procprobe.micrometer.PressureMetrics;
import io.procprobe.micrometer.SupervisorMetrics;
import io.procprobe.micrometer.group.ProcessGroups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Polls all processes at a fixed rate, and serves what it finds over HTTP: health, processes,
 * groups and their history, events, alerts, metrics and a dashboard. One poll serves all who ask.
 * Nothing can be changed or ended through it.
 *
 * <pre>{@code
 * try (Agent agent = Agent.builder().start()) {
 *     System.out.println(agent.url());
 *     Thread.currentThread().join();
 * }
 * }</pre>
 *
 * <p>Threads: any number. Its own are daemons.
 */
public final class Agent implements AutoCloseable {
    /** To be closed, the last one first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final AgentOptions options;
    private final Listener listener;
    private final Poller poller;

    /** Empty unless it was made up. */
    private final Optional<String> madeUpToken;

    Agent(AgentBuilder from) throws IOException {
        this.options = from.options;
        boolean isStarted = false;
        try {
            Optional<String> ownToken =
                    options.tokenFile().isPresent()
                            ? Optional.of(Tokens.read(options.tokenFile().get()))
                            : Optional.empty();
            this.madeUpToken =
                    ownToken.isPresent() || options.isOpen()
                            ? Optional.empty()
                            : Optional.of(Tokens.random());
            TokenCheck token =
                    ownToken.or(() -> madeUpToken).map(TokenCheck::of).orElseGet(TokenCheck::none);
            this.listener = keep(Listener.bind(options));
            ProcessProbe probe = from.probe == null ? keep(ProcessProbe.open()) : from.probe;
            ProcessGroups groups = keep(groups(probe));
            History history =
                    keep(new History(options.history(), options.interval(), groups.names()));
            Optional<Webhook> webhook = options.webhook().map(Webhook::new);
            webhook.ifPresent(open::push);
            Alerts alerts = new Alerts(options.alerts(), new AlertEvents(from.events), webhook);
            this.poller =
                    keep(new Poller(probe, groups, options.interval(), List.of(history, alerts)));
            groups.addListener(new TableEvents(from.events, groups.names(), poller::latest));
            PrometheusMeterRegistry registry =
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            open.push(registry::close);
            bindCounts(registry, groups, from);
            webhook.map(WebhookMetrics::new).ifPresent(meters -> meters.bindTo(registry));
            poller.start();
            bindMachine(registry);
            AgentServer server =
                    keep(
                            new AgentServer(
                                    new AgentServices(
                                            options,
                                            probe,
                                            poller,
                                            history,
                                            from.events,
                                            alerts,
                                            options.fleet().map(Fleet::new),
                                            registry,
                                            from.supervisor != null),
                                    token,
                                    listener));
            server.start();
            isStarted = true;
        } finally {
            if (!isStarted) {
                close();
            }
        }
    }

    /**
     * Begins to say what an agent is to be made of.
     *
     * @return a builder
     */
    public static AgentBuilder builder() {
        return new AgentBuilder();
    }

    /**
     * Where it listens.
     *
     * @return with the port that it got
     */
    public InetSocketAddress address() {
        return listener.address();
    }

    /**
     * Where its dashboard is.
     *
     * @return for a browser; with the token when that was made up, so that it is to be kept from
     *     others
     */
    public String url() {
        InetAddress address = address().getAddress();
        String host = address.isAnyLocalAddress() ? "localhost" : options.listen().host();
        String scheme = options.tls().isPresent() ? "https" : "http";
        return scheme
                + "://"
                + new ListenAddress(host, address().getPort())
                + "/"
                + madeUpToken.map(token -> "#token=" + token).orElse("");
    }

    /**
     * Whether its last poll has failed, or is too long ago.
     *
     * @return what {@code /health} tells
     */
    public boolean isDegraded() {
        return poller.isDegraded();
    }

    /** Stops to listen and to poll. May be called again. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.getLogger("io.procprobe.agent")
                        .log(System.Logger.Level.WARNING, "something did not close", e);
            }
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.push(closeable);
        return closeable;
    }

    private ProcessGroups groups(ProcessProbe probe) {
        ProcessGroups.Builder builder = ProcessGroups.builder(probe);
        for (GroupSpec spec : options.groups()) {
            builder.group(spec.toGroup(probe));
        }
        return builder.open();
    }

    /** Before the first poll, whose time counts as well. */
    private void bindCounts(
            PrometheusMeterRegistry registry, ProcessGroups groups, AgentBuilder from) {
        GroupMetrics.neverRefreshing(groups).bindTo(registry);
        FunctionCounter.builder("procprobe.polls.skipped", poller, Poller::skipped)
                .description("Polls that were left out since the one before took too long")
                .register(registry);
        Gauge.builder("procprobe.degraded", poller, by -> by.isDegraded() ? 1 : 0)
                .description("1 while the last poll has failed, or is too long ago")
                .register(registry);
        if (from.supervisor != null) {
            new SupervisorMetrics(from.supervisor).bindTo(registry);
        }
    }

    /** After the first poll: what is unknown then has no meter. */
    private void bindMachine(PrometheusMeterRegistry registry) {
        new HostMetrics(() -> poller.latest().facts()).bindTo(registry);
        new PressureMetrics(() -> poller.latest().pressure()).bindTo(registry);
    }
}
