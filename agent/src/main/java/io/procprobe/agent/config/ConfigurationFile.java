package io.procprobe.agent.config;

import io.procprobe.agent.config.AlertSpec.Measure;
import io.procprobe.agent.file.SmallFile;
import io.procprobe.micrometer.group.ProcessGroup;
import io.procprobe.micrometer.group.ProcessGroups;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads options from a file of YAML. It is checked as a whole: all mistakes are told at once, each
 * with its line and column.
 */
public final class ConfigurationFile {
    private static final int MOST_BYTES = 1 << 20;

    private static final List<String> TOP =
            List.of(
                    "listen",
                    "hostNames",
                    "tokenFile",
                    "tls",
                    "interval",
                    "groups",
                    "history",
                    "alerts",
                    "webhook",
                    "fleet");
    private static final List<String> TLS = List.of("keystore", "passwordFile");
    private static final List<String> GROUP = List.of("name", "match");
    private static final List<String> MATCH =
            List.of("name", "commandLine", "cookie", "cgroup", "parent");
    private static final List<String> HISTORY = List.of("length", "directory");
    private static final List<String> ALERT =
            List.of("group", "memory", "cpu", "processes", "growth");
    private static final List<String> THRESHOLD = List.of("above", "clearBelow", "for");
    private static final List<String> GROWTH = List.of("above", "clearBelow", "for", "over");
    private static final List<String> WEBHOOK = List.of("url", "timeout");
    private static final List<String> FLEET = List.of("prometheus", "job");

    private final Mistakes mistakes;
    private final AgentOptions.Builder into;
    private final Set<String> groups = new HashSet<>(Set.of(ProcessGroup.ALL));

    private ConfigurationFile(String file, AgentOptions.Builder into) {
        this.mistakes = new Mistakes(file);
        this.into = into;
    }

    /**
     * Reads a file.
     *
     * @param file of YAML, in UTF-8, a mebibyte at most
     * @param into gets what it says, in the place of what was there
     * @throws ConfigurationException when there are mistakes in it
     * @throws IOException when it cannot be read
     */
    public static void read(Path file, AgentOptions.Builder into)
            throws IOException, ConfigurationException {
        String text;
        try {
            text = SmallFile.read(file, MOST_BYTES);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    List.of(new Mistake(file.toString(), 1, 1, "this is not UTF-8")));
        }
        read(file.toString(), text, into);
    }

    /**
     * Reads a text.
     *
     * @param name what mistakes call it
     * @param text of YAML
     * @param into gets what it says, in the place of what was there
     * @throws ConfigurationException when there are mistakes in it
     */
    public static void read(String name, String text, AgentOptions.Builder into)
            throws ConfigurationException {
        ConfigurationFile file = new ConfigurationFile(name, into);
        file.read(text);
        if (!file.mistakes.isEmpty()) {
            throw new ConfigurationException(file.mistakes.inOrder());
        }
    }

    private void read(String text) {
        Optional<Node> root;
        try {
            LoadSettings settings = LoadSettings.builder().setCodePointLimit(MOST_BYTES).build();
            StreamReader reader = new StreamReader(settings, text);
            ShallowParser parser = new ShallowParser(new ParserImpl(settings, reader));
            root = new Composer(settings, parser).getSingleNode();
        } catch (MarkedYamlEngineException e) {
            mistakes.add(
                    e.getProblemMark().or(e::getContextMark),
                    "this is not YAML: " + e.getProblem());
            return;
        } catch (YamlEngineException e) {
            mistakes.add(Optional.empty(), "this is not YAML: " + e.getMessage());
            return;
        }
        // An empty file says nothing, which is no mistake.
        root.flatMap(node -> Section.of(node, mistakes, TOP)).ifPresent(this::read);
    }

    private void read(Section top) {
        top.read("listen", ListenAddress::parse).ifPresent(into::listen);
        if (top.has("hostNames")) {
            into.hostNames(top.readAll("hostNames", AgentOptions::requireHostName));
        }
        top.read("tokenFile", ConfigurationFile::path).ifPresent(into::tokenFile);
        top.section("tls", TLS).ifPresent(this::readTls);
        top.read("interval", text -> AgentOptions.requireInterval(Quantities.duration(text)))
                .ifPresent(into::interval);
        top.sections("groups", GROUP).forEach(this::readGroup);
        if (groups.size() > ProcessGroups.MOST_GROUPS + 1) {
            mistakes.add(
                    top.node("groups"),
                    "there are at most " + ProcessGroups.MOST_GROUPS + " groups");
        }
        top.section("history", HISTORY).ifPresent(this::readHistory);
        top.sections("alerts", ALERT).forEach(this::readAlert);
        top.section("webhook", WEBHOOK).ifPresent(this::readWebhook);
        top.section("fleet", FLEET).ifPresent(this::readFleet);
    }

    private void readTls(Section tls) {
        Optional<Path> keystore = tls.require("keystore", ConfigurationFile::path);
        Optional<Path> password = tls.read("passwordFile", ConfigurationFile::path);
        keystore.ifPresent(file -> into.tls(new TlsOptions(file, password)));
    }

    private void readGroup(Section group) {
        Optional<String> name = group.require("name", GroupSpec::requireName);
        if (name.isPresent() && !groups.add(name.get())) {
            mistakes.add(group.node("name"), "there is a group '" + name.get() + "' already");
        }
        if (!group.has("match")) {
            mistakes.add(group.node(), "'match' is missing");
        }
        group.section("match", MATCH).ifPresent(match -> readMatch(name, match));
    }

    private void readMatch(Optional<String> group, Section match) {
        Optional<String> processName = match.read("name", text -> text);
        Optional<Pattern> commandLine = match.read("commandLine", GroupSpec::regex);
        Optional<String> cookie = match.read("cookie", GroupSpec::requireCookie);
        Optional<String> cgroup = match.read("cgroup", text -> text);
        Optional<String> parent = match.read("parent", text -> text);
        boolean isEmpty = MATCH.stream().noneMatch(match::has);
        if (isEmpty) {
            mistakes.add(match.node(), "'match' needs one of " + String.join(", ", MATCH));
        }
        boolean isKnown =
                processName.isPresent()
                        || commandLine.isPresent()
                        || cookie.isPresent()
                        || cgroup.isPresent()
                        || parent.isPresent();
        if (group.isPresent() && isKnown) {
            into.group(
                    new GroupSpec(group.get(), processName, commandLine, cookie, cgroup, parent));
        }
    }

    private void readHistory(Section history) {
        Optional<Path> directory = history.read("directory", ConfigurationFile::path);
        Optional<HistoryOptions> checked =
                history.read(
                        "length", text -> new HistoryOptions(Quantities.duration(text), directory));
        into.history(
                checked.orElse(new HistoryOptions(HistoryOptions.DEFAULT.length(), directory)));
    }

    private void readAlert(Section alert) {
        Optional<String> group = alert.require("group", text -> text);
        if (group.isPresent() && !groups.contains(group.get())) {
            String hint =
                    NearestWord.of(group.get(), List.copyOf(groups))
                            .map(near -> ": did you mean '" + near + "'?")
                            .orElse("");
            mistakes.add(alert.node("group"), "there is no group '" + group.get() + "'" + hint);
        }
        boolean isEmpty = true;
        for (Measure measure : Measure.values()) {
            String key = measure.name().toLowerCase(Locale.ROOT);
            isEmpty &= !alert.has(key);
            alert.section(key, measure == Measure.GROWTH ? GROWTH : THRESHOLD)
                    .ifPresent(threshold -> readThreshold(group, measure, threshold));
        }
        if (isEmpty) {
            mistakes.add(alert.node(), "an alert needs memory, cpu, processes or growth");
        }
    }

    private void readThreshold(Optional<String> group, Measure measure, Section threshold) {
        Section.Reader<Double> amount = text -> AlertSpec.amount(measure, text);
        Optional<Double> above = threshold.require("above", amount);
        Optional<Double> clearBelow = threshold.read("clearBelow", amount);
        Duration hold = threshold.read("for", Quantities::duration).orElse(Duration.ZERO);
        Duration over =
                measure == Measure.GROWTH
                        ? threshold
                                .read("over", ConfigurationFile::span)
                                .orElse(AlertSpec.DEFAULT_OVER)
                        : Duration.ZERO;
        if (above.isEmpty() || group.isEmpty()) {
            return;
        }
        double clear = clearBelow.orElse(AlertSpec.defaultClear(measure, above.get()));
        if (clear > above.get()) {
            mistakes.add(threshold.node("clearBelow"), "'clearBelow' is at most 'above'");
        } else {
            into.alert(new AlertSpec(group.get(), measure, above.get(), clear, hold, over));
        }
    }

    private void readWebhook(Section webhook) {
        Duration timeout =
                webhook.read("timeout", ConfigurationFile::span)
                        .orElse(WebhookOptions.DEFAULT_TIMEOUT);
        webhook.require("url", Urls::parse)
                .ifPresent(url -> into.webhook(new WebhookOptions(url, timeout)));
    }

    private void readFleet(Section fleet) {
        Optional<String> job = fleet.read("job", text -> text);
        fleet.require(
                        "prometheus",
                        text ->
                                new FleetOptions(
                                        Urls.parse(text), job.orElse(FleetOptions.DEFAULT_JOB)))
                .ifPresent(into::fleet);
    }

    private static Duration span(String text) {
        Duration time = Quantities.duration(text);
        if (time.isZero()) {
            throw new IllegalArgumentException("this time is more than 0");
        }
        return time;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is not a path", e);
        }
    }
}
