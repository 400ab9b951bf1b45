package io.procprobe.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.AlertSpec.Measure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {
    private static AgentOptions read(String text) throws ConfigurationException {
        AgentOptions.Builder builder = AgentOptions.builder();
        ConfigurationFile.read("agent.yaml", text, builder);
        return builder.build();
    }

    private static List<String> mistakes(String text) {
        return assertThrows(ConfigurationException.class, () -> read(text)).mistakes().stream()
                .map(Mistake::toString)
                .toList();
    }

    @Test
    void allOfItIsRead() throws Exception {
        AgentOptions options =
                read(
                        """
                        listen: 127.0.0.1:9200   # a comment
                        hostNames: [build-1, build-1.example.org]
                        tokenFile: /etc/procprobe/token
                        tls: {keystore: key.p12, passwordFile: password}
                        interval: 1s
                        groups:
                          - name: workers
                            match: {name: "worker-*", parent: 4711}
                          - name: java
                            match:
                              commandLine: '^java .* -jar'
                              cookie: KIND=a=b
                              cgroup: /system.slice
                        history: {length: 2h, directory: /var/lib/procprobe}
                        alerts:
                          - group: workers
                            memory: {above: 2GiB, clearBelow: 1.5GiB, for: 30s}
                            cpu: {above: 2.0, for: 1m}
                            processes: {above: 100}
                            growth: {above: 10MiB/min, over: 5m}
                          - group: all
                            processes: {above: 5000}
                        webhook: {url: "https://example.org/hook", timeout: 2s}
                        fleet: {prometheus: "http://127.0.0.1:9090"}
                        """);
        assertEquals(new ListenAddress("127.0.0.1", 9200), options.listen());
        assertEquals(List.of("build-1", "build-1.example.org"), options.hostNames());
        assertEquals(Optional.of(Path.of("/etc/procprobe/token")), options.tokenFile());
        assertEquals(Path.of("key.p12"), options.tls().orElseThrow().keystore());
        assertEquals(Duration.ofSeconds(1), options.interval());
        assertEquals(2, options.groups().size());
        GroupSpec workers = options.groups().get(0);
        assertEquals(Optional.of("worker-*"), workers.processName());
        assertEquals(Optional.of("4711"), workers.parent());
        assertEquals(Optional.of("KIND=a=b"), options.groups().get(1).cookie());
        assertEquals(
                new HistoryOptions(Duration.ofHours(2), Optional.of(Path.of("/var/lib/procprobe"))),
                options.history());
        assertEquals(
                new AlertSpec(
                        "workers",
                        Measure.MEMORY,
                        2.0 * (1L << 30),
                        1.5 * (1L << 30),
                        Duration.ofSeconds(30),
                        Duration.ZERO),
                options.alerts().get(0));
        assertEquals(1.8, options.alerts().get(1).clearBelow(), 1e-9);
        assertEquals((10 << 20) / 60.0, options.alerts().get(3).above(), 1e-6);
        assertEquals(Duration.ofMinutes(5), options.alerts().get(3).over());
        assertEquals("all", options.alerts().get(4).group());
        assertEquals(URI.create("https://example.org/hook"), options.webhook().orElseThrow().url());
        assertEquals("procprobe", options.fleet().orElseThrow().job());
    }

    @Test
    void anEmptyFileSaysNothing() throws Exception {
        assertEquals(AgentOptions.builder().build(), read(""));
        assertEquals(AgentOptions.builder().build(), read("# nothing\n"));
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirPlaces() {
        assertEquals(
                List.of(
                        "agent.yaml:1:9: '127.0.0.1' is not an address such as 127.0.0.1:9179 or"
                                + " [::1]:9179",
                        "agent.yaml:2:1: unknown key 'intervall': did you mean 'interval'?",
                        "agent.yaml:4:5: 'match' is missing",
                        "agent.yaml:5:23: unknown key 'comandLine': did you mean 'commandLine'?",
                        "agent.yaml:6:11: there is a group 'a' already",
                        "agent.yaml:7:26: '[' is not a regular expression: Unclosed character"
                                + " class",
                        "agent.yaml:8:19: '1y' is not a time such as 500ms, 5s, 1m or 2h",
                        "agent.yaml:10:12: there is no group 'b': did you mean 'a'?",
                        "agent.yaml:11:21: '2GB' is not a size such as 512MiB or 1.5GiB"),
                mistakes(
                        """
                        listen: 127.0.0.1
                        intervall: 5s
                        groups:
                          - name: a
                          - {name: c, match: {comandLine: x, name: y}}
                          - name: a
                            match: {commandLine: "["}
                        history: {length: 1y}
                        alerts:
                          - group: b
                            memory: {above: 2GB}
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval: 1ms | 1:11: the interval is 100ms to 10m, not 0.001s",
                "interval: | 1:10: 'interval' has no value",
                "interval: [1s] | 1:11: 'interval' is one value",
                "interval: 1s\\ninterval: 2s | 2:1: the key 'interval' is there twice",
                "groups: {} | 1:9: 'groups' is a list: begin each entry with '- '",
                "groups: [a] | 1:10: expected keys with values: name, match",
                "groups: [{match: {name: a}}] | 1:10: 'name' is missing",
                "groups: [{name: a, match: {}}] | 1:27: 'match' needs one of name, commandLine,"
                        + " cookie, cgroup, parent",
                "groups: [{name: all, match: {name: a}}] | 1:17: the group 'all' is there already",
                "groups: [{name: a b, match: {name: a}}] | 1:17: 'a b' is not the name of a group:"
                        + " 1 to 64 letters, digits, '.', '-', '_'",
                "alerts: [{group: all}] | 1:10: an alert needs memory, cpu, processes or growth",
                "alerts: [{group: al, cpu: {above: 1}}] | 1:18: there is no group 'al': did you"
                        + " mean 'all'?",
                "alerts: [{group: all, cpu: {for: 1s}}] | 1:28: 'above' is missing",
                "alerts: [{group: all, cpu: {above: -1}}] | 1:36: '-1' is not a number such as 2"
                        + " or 0.5",
                "alerts: [{group: all, cpu: {above: 1, clearBelow: 2}}] | 1:51: 'clearBelow' is at"
                        + " most 'above'",
                "alerts: [{group: all, cpu: {above: 1, over: 2m}}] | 1:39: unknown key 'over',"
                        + " known are above, clearBelow, for",
                "alerts: [{group: all, growth: {above: 1MiB}}] | 1:39: '1MiB' is not a growth such"
                        + " as 10MiB/min or 1GiB/h",
                "webhook: {url: 'ftp://a/b'} | 1:16: 'ftp://a/b' is not a URL such as"
                        + " https://host/path",
                "webhook: {url: 'http://a:70000/b'} | 1:16: 'http://a:70000/b' is not a URL such as"
                        + " https://host/path",
                "history: {length: 1s} | 1:19: a history is a minute to 7 days long, not 1s",
                "hostNames: ['a b'] | 1:13: 'a b' is not the name of a host",
                "? [a] : b | 1:1: this is not YAML: Non scalar key is detected but it is not"
                        + " configured to be allowed.",
                "just text | 1:1: expected keys with values: listen, hostNames, tokenFile, tls,"
                        + " interval, groups, history, alerts, webhook, fleet",
            })
    void eachMistakeIsNamed(String text, String expected) {
        assertEquals(List.of("agent.yaml:" + expected), mistakes(text.replace("\\n", "\n")), text);
    }

    @Test
    void whatIsNoYamlIsToldWhere() {
        List<String> found = mistakes("interval: 1s\ngroups: [a, {b\n");
        assertEquals(1, found.size());
        assertTrue(found.get(0).matches("agent\\.yaml:\\d+:\\d+: this is not YAML: .*"));
        assertTrue(mistakes("a: *b\n").get(0).startsWith("agent.yaml:1:4: this is not YAML"));
        assertTrue(mistakes("\tx: 1\n").get(0).startsWith("agent.yaml:1:"));
    }

    @Test
    void whatIsNestedTooDeepIsToldWhere() {
        for (String level : List.of("[", "{a: ", "- ", "? ")) {
            List<String> found = mistakes(level.repeat(10_000));
            assertEquals(1, found.size(), level);
            assertTrue(found.get(0).matches("agent\\.yaml:1:\\d+: this is not YAML: .*"), level);
        }
        assertTrue(mistakes("- ".repeat(10_000)).get(0).contains("more than 32 levels deep"));
    }

    @Test
    void aRegularExpressionThatIsTooLongIsToldWhere() throws Exception {
        String groups = "groups: [{name: a, match: {commandLine: '%s'}}]";
        assertEquals(
                List.of("agent.yaml:1:41: a regular expression has at most 1000 characters"),
                mistakes(String.format(groups, "(".repeat(20_000))));
        assertEquals(1, mistakes(String.format(groups, "(".repeat(1_000))).size());
        String nested = "(".repeat(400) + ")".repeat(400);
        assertEquals(1, read(String.format(groups, nested)).groups().size());
    }

    @Test
    void manyAliasesAreNoBomb() {
        StringBuilder text = new StringBuilder("a: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            text.append("k").append(i).append(": &a").append(i).append(" [");
            text.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
        }
        assertTrue(mistakes(text.toString()).size() > 0);
    }

    @Test
    void aFileIsReadAsUtf8(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("agent.yaml");
        AgentOptions.Builder builder = AgentOptions.builder();
        assertThrows(IOException.class, () -> ConfigurationFile.read(file, builder));
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
        ConfigurationException e =
                assertThrows(
                        ConfigurationException.class, () -> ConfigurationFile.read(file, builder));
        assertEquals(file + ":1:1: this is not UTF-8", e.getMessage());
        Files.writeString(file, "interval: 7s");
        ConfigurationFile.read(file, builder);
        assertEquals(Duration.ofSeconds(7), builder.build().interval());
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThrows(IOException.class, () -> ConfigurationFile.read(file, builder));
    }
}
