package io.procprobe.cli;

import io.procprobe.agent.Agent;
import io.procprobe.agent.config.AgentOptions;
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
            "Options take the place of what the configuration says."
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration (YAML): groups, alerts and all that has an option here.")
    private Path config;

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
            description = "Where that outlives a restart.")
    private Path historyDirectory;

    @Option(names = "--webhook", paramLabel = "URL", description = "Gets a POST for each alert.")
    private URI webhook;

    @Option(
            names = "--fleet",
            paramLabel = "URL",
            description = "A Prometheus that knows the agents of other hosts.")
    private URI fleet;

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
        try (Agent agent = Agent.builder().options(checked).start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "procprobe-stop"));
            PrintWriter out = spec.commandLine().getOut();
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

    /** Each on a line of its own, as compilers do. */
    private int tellMistakes(List<Mistake> mistakes) {
        for (Mistake mistake : mistakes) {
            Errors.print(spec.commandLine().getErr(), mistake.toString());
        }
        return ExitStatus.BAD_USAGE;
    }

    private void addFlags(AgentOptions.Builder options) {
        if (listen != null) {
            options.listen(ListenAddress.parse(listen));
        }
        if (hostNames != null) {
            options.hostNames(hostNames);
        }
        if (tokenFile != null) {
            options.tokenFile(tokenFile);
        }
        if (isOpen) {
            options.withoutToken();
        }
        if (isInsecureAllowed) {
            options.allowInsecureHttp();
        }
        if (keystore != null) {
            options.tls(new TlsOptions(keystore, Optional.ofNullable(keystorePasswordFile)));
        } else if (keystorePasswordFile != null) {
            throw new IllegalArgumentException("--tls-password-file needs --tls-keystore");
        }
        if (interval != null) {
            options.interval(interval);
        }
        if (groups != null) {
            groups.forEach(group -> options.group(GroupSpec.parse(group)));
        }
        if (historyLength != null || historyDirectory != null) {
            HistoryOptions before = options.history();
            options.history(
                    new HistoryOptions(
                            historyLength == null ? before.length() : historyLength,
                            historyDirectory == null
                                    ? before.directory()
                                    : Optional.of(historyDirectory)));
        }
        if (webhook != null) {
            options.webhook(new WebhookOptions(webhook, WebhookOptions.DEFAULT_TIMEOUT));
        }
        if (fleet != null) {
            options.fleet(new FleetOptions(fleet, FleetOptions.DEFAULT_JOB));
        }
    }
}
