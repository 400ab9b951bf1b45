package io.procprobe.cli;

import io.procprobe.agent.Agent;
import io.procprobe.agent.AgentBuilder;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.config.ConfigurationException;
import io.procprobe.agent.config.ConfigurationFile;
import io.procprobe.agent.config.FleetOptions;
import io.procprobe.agent.config.GroupSpec;
import io.procprobe.agent.config.HistoryOptions;
import io.procprobe.agent.config.ListenAddress;
import io.procprobe.agent.config.Mistake;
import io.procprobe.agent.config.TlsOptions;
import io.procprobe.agent.config.WebhookOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code procprobe serve}: all processes over HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Serves a dashboard, metrics and an API of all processes over HTTP, read-only, until"
                        + " Ctrl-C.",
        footer = {
            "",
            "Prints where its dashboard is, with a token that is made up unless there is a",
            "token file. Other addresses than 127.0.0.1 need a token file, and TLS.",
            "Options take the place of what the configuration says; alerts and groups are added.",
            "Ends with 143 when it is asked to (SIGTERM), with 130 by Ctrl-C, 1 when it cannot",
            "serve here, 2 when options or configuration are wrong."
        })
final class ServeCommand implements Callable<Integer> {
    /** For how long the end of the process waits for the agent's own. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    @Option(
            names = "--config",
            order = 1,
            paramLabel = "FILE",
            description = "Configuration (YAML): groups, alerts and all that has an option here.")
    private Path config;

    @Option(
            names = "--check-config",
            order = 2,
            description =
                    "Checks configuration, options and the files that they name, says what is wrong,"
                            + " and ends without serving.")
    private boolean isCheckOnly;

    @ArgGroup(validate = false, order = 10, heading = "%nWho can reach it:%n")
    private Access access = new Access();

    @ArgGroup(validate = false, order = 20, heading = "%nWhat it looks at and remembers:%n")
    private Scope scope = new Scope();

    @ArgGroup(validate = false, order = 30, heading = "%nAlerts, and other hosts:%n")
    private Telling telling = new Telling();

    /** Who can reach it, and how. */
    private static final class Access {
        @Option(
                names = "--listen",
                paramLabel = "ADDRESS:PORT",
                description = "Where to listen (default: 127.0.0.1:9179); port 0 is any.")
        private String listen;

        @Option(
                names = "--host-name",
                paramLabel = "NAME",
                description = "A further name that callers may use for this host; more than once.")
        private List<String> hostNames;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "Its first line is the token that callers have to present.")
        private Path tokenFile;

        @Option(
                names = "--no-token",
                description = "Asks for no token: every user of this machine sees all.")
        private boolean isOpen;

        @Option(
                names = "--tls-keystore",
                paramLabel = "FILE",
                description = "Speaks TLS with this key (PKCS #12 or JKS).")
        private Path keystore;

        @Option(
                names = "--tls-password-file",
                paramLabel = "FILE",
                description = "Its first line is the password of the keystore.")
        private Path keystorePasswordFile;

        @Option(
                names = "--insecure-http",
                description = "Lets token and data go over a network as plain text.")
        private boolean isInsecureAllowed;
    }

    /** What it looks at, and how much of that it remembers. */
    private static final class Scope {
        @Option(
                names = "--interval",
                paramLabel = "TIME",
                converter = IntervalConverter.class,
                description = "Time between polls (default: 5s).")
        private Duration interval;

        @Option(
                names = "--group",
                paramLabel = "NAME=KIND:VALUE",
                description =
                        "A group of processes; KIND is name (GLOB), commandLine (REGEX), cookie"
                                + " (NAME[=VALUE]), cgroup (PATH) or parent (PID or GLOB); more than"
                                + " once.")
        private List<String> groups;

        @Option(
                names = "--history-length",
                paramLabel = "TIME",
                converter = TimeConverter.class,
                description = "How much is remembered of groups (default: 1h).")
        private Duration historyLength;

        @Option(
                names = "--history-directory",
                paramLabel = "FOLDER",
                description = "Where that outlives a restart; nobody else may write there.")
        private Path historyDirectory;
    }

    /** Who is told, and who tells of others. */
    private static final class Telling {
        @Option(
                names = "--alert",
                paramLabel = "ALERT",
                description = {
                    "GROUP:MEASURE>AMOUNT [for TIME] [clear AMOUNT] [over TIME]; MEASURE is memory,"
                            + " cpu (cores), processes or growth (of memory, over 10m unless it says"
                            + " otherwise); the group 'all' is always there; more than once:",
                    "  'workers:memory>2GiB for 30s clear 1.5GiB'",
                    "  'all:growth>10MiB/min over 5m'",
                    "It is over below 90%% of the amount, unless it says otherwise."
                })
        private List<String> alerts;

        @Option(
                names = "--webhook",
                paramLabel = "URL",
                description = "Gets a POST for each alert.")
        private URI webhook;

        @Option(
                names = "--fleet",
                paramLabel = "URL",
                description = "A Prometheus that knows the agents of other hosts.")
        private URI fleet;
    }

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        AgentOptions.Builder options = AgentOptions.builder();
        if (config != null) {
            try {
                ConfigurationFile.read(config, options);
            } catch (ConfigurationException e) {
                return tellMistakes(e.mistakes());
            }
        }
        AgentOptions checked;
        try {
            addFlags(options);
            checked = options.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Logs.prepare();
        AgentBuilder builder = Agent.builder().options(checked);
        PrintWriter out = spec.commandLine().getOut();
        if (isCheckOnly) {
            builder.check();
            out.println("all is well: it would listen on " + checked.listen());
            return Output.finish(spec.commandLine(), ExitStatus.OK);
        }
        try (Agent agent = builder.start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "procprobe-stop"));
            out.println(agent.url());
            if (Output.finish(spec.commandLine(), ExitStatus.OK) != ExitStatus.OK) {
                return ExitStatus.UNAVAILABLE;
            }
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.OK;
    }

    /** In time also when a poll waits for a process that holds it up. */
    private static void stop(Agent agent) {
        Thread closing = new Thread(agent::close, "procprobe-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each on a line of its own, as compilers do. */
    private int tellMistakes(List<Mistake> mistakes) {
        for (Mistake mistake : mistakes) {
            Errors.print(spec.commandLine().getErr(), mistake.toString());
        }
        return ExitStatus.BAD_USAGE;
    }

    private void addFlags(AgentOptions.Builder options) {
        if (access.listen != null) {
            options.listen(ListenAddress.parse(access.listen));
        }
        if (access.hostNames != null) {
            options.hostNames(access.hostNames);
        }
        if (access.tokenFile != null) {
            options.tokenFile(access.tokenFile);
        }
        if (access.isOpen) {
            options.withoutToken();
        }
        if (access.isInsecureAllowed) {
            options.allowInsecureHttp();
        }
        if (access.keystore != null) {
            options.tls(
                    new TlsOptions(
                            access.keystore, Optional.ofNullable(access.keystorePasswordFile)));
        } else if (access.keystorePasswordFile != null) {
            throw new IllegalArgumentException("--tls-password-file needs --tls-keystore");
        }
        if (scope.interval != null) {
            options.interval(scope.interval);
        }
        if (scope.groups != null) {
            scope.groups.forEach(group -> options.group(GroupSpec.parse(group)));
        }
        if (scope.historyLength != null || scope.historyDirectory != null) {
            HistoryOptions before = options.history();
            options.history(
                    new HistoryOptions(
                            scope.historyLength == null ? before.length() : scope.historyLength,
                            scope.historyDirectory == null
                                    ? before.directory()
                                    : Optional.of(scope.historyDirectory)));
        }
        if (telling.alerts != null) {
            telling.alerts.forEach(alert -> options.alert(AlertSpec.parse(alert)));
        }
        if (telling.webhook != null) {
            options.webhook(new WebhookOptions(telling.webhook, WebhookOptions.DEFAULT_TIMEOUT));
        }
        if (telling.fleet != null) {
            options.fleet(new FleetOptions(telling.fleet, FleetOptions.DEFAULT_JOB));
        }
    }
}
