package io.procprobe.agent.config;

import io.procprobe.micrometer.group.ProcessGroup;
import io.procprobe.micrometer.group.ProcessGroups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an agent is to be like. Made by {@link #builder()}, which checks that it is safe.
 *
 * @param listen where it listens
 * @param hostNames under which other names it may be called
 * @param tokenFile whose first line callers have to present; empty for one that is made up
 * @param isOpen whether nobody has to present one
 * @param tls with what it speaks TLS; empty for plain HTTP
 * @param interval time between polls
 * @param groups beside that of all
 * @param history how much it remembers
 * @param alerts when somebody is told
 * @param webhook who is told, beside the log
 * @param fleet who knows of other agents
 */
public record AgentOptions(
        ListenAddress listen,
        List<String> hostNames,
        Optional<Path> tokenFile,
        boolean isOpen,
        Optional<TlsOptions> tls,
        Duration interval,
        List<GroupSpec> groups,
        HistoryOptions history,
        List<AlertSpec> alerts,
        Optional<WebhookOptions> webhook,
        Optional<FleetOptions> fleet) {
    /** The least time between polls. */
    public static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

    /** The most time between polls. */
    public static final Duration MOST_INTERVAL = Duration.ofMinutes(10);

    /** Copies the lists. */
    public AgentOptions {
        Objects.requireNonNull(listen, "listen");
        requireInterval(interval);
        hostNames = List.copyOf(hostNames);
        groups = List.copyOf(groups);
        alerts = List.copyOf(alerts);
    }

    /**
     * Begins with what holds unless something else is said.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    static Duration requireInterval(Duration interval) {
        if (interval.compareTo(LEAST_INTERVAL) < 0 || interval.compareTo(MOST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "the interval is 100ms to 10m, not " + Quantities.format(interval));
        }
        return interval;
    }

    static String requireHostName(String name) {
        if (!name.matches("[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a host");
        }
        return name;
    }

    /** Collects options; what comes later takes the place of what came before. */
    public static final class Builder {
        private ListenAddress listen = ListenAddress.DEFAULT;
        private List<String> hostNames = List.of();
        private Optional<Path> tokenFile = Optional.empty();
        private boolean isOpen;
        private Optional<TlsOptions> tls = Optional.empty();
        private boolean isInsecureAllowed;
        private Duration interval = Duration.ofSeconds(5);
        private final Map<String, GroupSpec> groups = new LinkedHashMap<>();
        private HistoryOptions history = HistoryOptions.DEFAULT;
        private final List<AlertSpec> alerts = new ArrayList<>();
        private Optional<WebhookOptions> webhook = Optional.empty();
        private Optional<FleetOptions> fleet = Optional.empty();

        private Builder() {}

        /**
         * Where to listen; 127.0.0.1:9179 by default.
         *
         * @param address other than a loopback address only with a token of yours
         * @return this
         */
        public Builder listen(ListenAddress address) {
            listen = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * Names under which callers may ask for this agent, beside the address that it listens on.
         *
         * @param names host names without a port
         * @return this
         */
        public Builder hostNames(List<String> names) {
            names.forEach(AgentOptions::requireHostName);
            hostNames = List.copyOf(names);
            return this;
        }

        /**
         * The token that callers have to present.
         *
         * @param file its first line; nobody but its owner may read it
         * @return this
         */
        public Builder tokenFile(Path file) {
            tokenFile = Optional.of(file);
            return this;
        }

        /**
         * Asks nobody for a token: every user of this machine sees all.
         *
         * @return this
         */
        public Builder withoutToken() {
            isOpen = true;
            return this;
        }

        /**
         * Speaks TLS.
         *
         * @param options with what
         * @return this
         */
        public Builder tls(TlsOptions options) {
            tls = Optional.of(options);
            return this;
        }

        /**
         * Lets token and data go over a network as plain text.
         *
         * @return this
         */
        public Builder allowInsecureHttp() {
            isInsecureAllowed = true;
            return this;
        }

        /**
         * Time between polls; 5 s by default.
         *
         * @param time 100 ms to 10 minutes
         * @return this
         */
        public Builder interval(Duration time) {
            interval = requireInterval(time);
            return this;
        }

        /**
         * A group, in the place of one of the same name.
         *
         * @param group the group
         * @return this
         */
        public Builder group(GroupSpec group) {
            groups.put(group.name(), group);
            return this;
        }

        /**
         * How much to remember; an hour in memory by default.
         *
         * @param options how much
         * @return this
         */
        public Builder history(HistoryOptions options) {
            history = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * What is remembered as things stand.
         *
         * @return that of the last call, or the default
         */
        public HistoryOptions history() {
            return history;
        }

        /**
         * When to tell somebody.
         *
         * @param alert of one of the groups
         * @return this
         */
        public Builder alert(AlertSpec alert) {
            alerts.add(alert);
            return this;
        }

        /**
         * Whom to tell.
         *
         * @param options whom
         * @return this
         */
        public Builder webhook(WebhookOptions options) {
            webhook = Optional.of(options);
            return this;
        }

        /**
         * Who knows of other agents.
         *
         * @param options who
         * @return this
         */
        public Builder fleet(FleetOptions options) {
            fleet = Optional.of(options);
            return this;
        }

        /**
         * Checks that all of it together is meant, and safe.
         *
         * @return the options
         * @throws IllegalArgumentException when it is not, with what to do
         */
        public AgentOptions build() {
            if (!listen.isLoopback()) {
                requireSafety();
            }
            if (isOpen && tokenFile.isPresent()) {
                throw new IllegalArgumentException(
                        "a token file and no token contradict each other");
            }
            if (groups.size() > ProcessGroups.MOST_GROUPS) {
                throw new IllegalArgumentException(
                        "there are at most " + ProcessGroups.MOST_GROUPS + " groups");
            }
            for (AlertSpec alert : alerts) {
                if (!alert.group().equals(ProcessGroup.ALL) && !groups.containsKey(alert.group())) {
                    throw new IllegalArgumentException(
                            "an alert is of a group '" + alert.group() + "' that is not there");
                }
            }
            return new AgentOptions(
                    listen,
                    hostNames,
                    tokenFile,
                    isOpen,
                    tls,
                    interval,
                    List.copyOf(groups.values()),
                    history,
                    alerts,
                    webhook,
                    fleet);
        }

        private void requireSafety() {
            if (isOpen) {
                throw new IllegalArgumentException(
                        "without a token only a loopback address is listened on, not " + listen);
            }
            if (tokenFile.isEmpty()) {
                throw new IllegalArgumentException(
                        "others can reach "
                                + listen
                                + ": give a token of your own (--token-file FILE)");
            }
            if (tls.isEmpty() && !isInsecureAllowed) {
                throw new IllegalArgumentException(
                        "the token would go to "
                                + listen
                                + " as plain text: give a key for TLS (--tls-keystore FILE), or say"
                                + " that this is wanted (--insecure-http)");
            }
        }
    }
}
