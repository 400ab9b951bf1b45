package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that serves, as a process of its own; what it refuses, at once. */
@EnabledOnOs(OS.LINUX)
class ServeTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A server that ends with its test. */
    private record Server(Process process, BufferedReader out) implements AutoCloseable {
        static Server start(Path err, String... args) throws IOException {
            String[] all = new String[args.length + 3];
            all[0] = "serve";
            all[1] = "--listen";
            all[2] = "127.0.0.1:0";
            System.arraycopy(args, 0, all, 3, args.length);
            Process process = App.builder(List.of(), all).redirectError(err.toFile()).start();
            return new Server(process, process.inputReader());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static HttpResponse<String> get(String url, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void itTellsWhereItIsAndServesUntilItIsAskedToEnd(@TempDir Path folder) throws Exception {
        Path err = folder.resolve("err");
        try (Server server = Server.start(err, "--interval", "200ms", "--group", "me=name:java")) {
            String[] url = server.out().readLine().split("#token=", -1);
            assertTrue(url[0].matches("http://127\\.0\\.0\\.1:\\d+/"), url[0]);
            assertEquals(200, get(url[0] + "health", "").statusCode());
            assertEquals(401, get(url[0] + "api/v1/info", "").statusCode());
            Map<String, Object> info =
                    StrictJson.object(get(url[0] + "api/v1/info", url[1]).body());
            assertEquals(List.of("all", "me"), info.get("groups"));
            assertTrue(info.get("version").toString().matches("\\d+\\.\\d+\\.\\d+.*"));
            Map<String, Object> doctor =
                    StrictJson.object(get(url[0] + "api/v1/doctor", url[1]).body());
            assertEquals(
                    Cli.run("doctor", "--format", "json").objects().get(0).keySet(),
                    doctor.keySet());
            server.process().destroy();
            assertTrue(server.process().waitFor(60, TimeUnit.SECONDS));
            assertEquals(128 + 15, server.process().exitValue(), "as the signal has it");
            assertEquals("", Files.readString(err));
        }
    }

    @Test
    void alertsAreFlagsAsWell(@TempDir Path folder) throws Exception {
        Path err = folder.resolve("err");
        try (Server server =
                Server.start(
                        err,
                        "--interval",
                        "200ms",
                        "--group",
                        "mine=name:java",
                        "--alert",
                        "mine:processes>0",
                        "--alert",
                        "all:memory>1TiB for 30s clear 1GiB")) {
            String[] url = server.out().readLine().split("#token=", -1);
            Await.until(
                    "the alert is in the log",
                    () -> Files.readString(err).contains("processes of group mine is above"));
            String alerts = get(url[0] + "api/v1/alerts", url[1]).body();
            assertTrue(alerts.contains("\"group\":\"mine\",\"measure\":\"processes\""), alerts);
            assertTrue(alerts.contains("\"threshold\":" + (1L << 40)), alerts);
        }
    }

    @Test
    void aPortThatIsTakenIsTold(@TempDir Path folder) throws Exception {
        try (Server first = Server.start(folder.resolve("err"))) {
            URI url = URI.create(first.out().readLine().split("#", -1)[0]);
            String address = "127.0.0.1:" + url.getPort();
            Finished second = Cli.run("serve", "--listen", address);
            String told = second.failed(ExitStatus.UNAVAILABLE);
            assertTrue(told.contains("cannot bind " + address), told);
        }
    }

    @Test
    void whatWouldBeServedCanBeChecked(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef0123");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Path config = folder.resolve("a.yaml");
        Files.writeString(config, "listen: 127.0.0.1:9\ntokenFile: " + token + "\n");
        Finished good = Cli.run("serve", "--check-config", "--config", config.toString());
        assertEquals(ExitStatus.OK, good.status(), good.err());
        assertEquals("all is well: it would listen on 127.0.0.1:9\n", good.out());
        Files.writeString(token, "short");
        Finished bad = Cli.run("serve", "--check-config", "--config", config.toString());
        assertTrue(bad.failed(ExitStatus.UNAVAILABLE).contains("16 characters"), bad.err());
        Files.writeString(config, "intervall: 1s\n");
        Finished wrong = Cli.run("serve", "--check-config", "--config", config.toString());
        assertEquals(ExitStatus.BAD_USAGE, wrong.status());
        assertTrue(wrong.err().contains("a.yaml:1:1: unknown key"), wrong.err());
    }

    @Test
    void theHelpIsInParts() {
        Finished help = Cli.run("serve", "--help");
        assertEquals(ExitStatus.OK, help.status());
        for (String expected :
                List.of(
                        "\nWho can reach it:\n",
                        "\nWhat it looks at and remembers:\n",
                        "\nAlerts, and other hosts:\n",
                        "'workers:memory>2GiB for 30s clear 1.5GiB'")) {
            assertTrue(help.out().contains(expected), help.out());
        }
    }

    @Test
    void theConfigurationIsHeededAndFlagsTakeItsPlace(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef0123");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Path config =
                Files.writeString(
                        folder.resolve("agent.yaml"),
                        "listen: 127.0.0.1:1\ninterval: 9s\ntokenFile: "
                                + token
                                + "\ngroups: [{name: shells, match: {name: '*sh'}}]\n"
                                + "alerts: [{group: all, processes: {above: 0}}]\n");
        Path err = folder.resolve("err");
        try (Server server =
                Server.start(err, "--config", config.toString(), "--interval", "300ms")) {
            String url = server.out().readLine();
            Map<String, Object> info =
                    StrictJson.object(get(url + "api/v1/info", "0123456789abcdef0123").body());
            assertEquals(List.of("all", "shells"), info.get("groups"));
            assertEquals(300L, ((Number) info.get("intervalMillis")).longValue());
            Await.until(
                    "the alert is in the log",
                    () -> Files.readString(err).contains("processes of group all is above"));
            assertEquals(1, Files.readAllLines(err).size(), Files.readString(err));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen 0.0.0.0:0 | --token-file",
                "--listen 0.0.0.0:0 --no-token | loopback",
                "--listen 0.0.0.0:0 --token-file t | --insecure-http",
                "--listen nowhere | is not an address",
                "--interval 1ms | at least 10ms",
                "--interval 20ms | 100ms to 10m",
                "--group x | is not a group",
                "--history-length 1s | a minute to 7 days",
                "--webhook ftp://a | is not a URL",
                "--tls-password-file p | needs --tls-keystore",
                "--no-token --token-file t | contradict",
                "--alert all:memory | is not an alert such as",
                "--alert all:memory>2GB | is not a size",
                "--alert x:memory>2GiB | group 'x' that is not there",
            })
    void whatIsNotSafeOrNotMeantIsRefused(String args, String expected) {
        Finished finished = Cli.run(("serve " + args).split(" ", -1));
        assertTrue(finished.failed(ExitStatus.BAD_USAGE).contains(expected), finished.err());
    }

    @Test
    void eachMistakeOfAConfigurationIsALine(@TempDir Path folder) throws Exception {
        Path config =
                Files.writeString(folder.resolve("a.yaml"), "intervall: 1s\ngroups:\n  - nam: a\n");
        Finished finished = Cli.run("serve", "--config", config.toString());
        assertEquals(ExitStatus.BAD_USAGE, finished.status());
        assertEquals(
                List.of(
                        config + ":1:1: unknown key 'intervall': did you mean 'interval'?",
                        config + ":3:5: 'match' is missing",
                        config + ":3:5: 'name' is missing",
                        config + ":3:5: unknown key 'nam': did you mean 'name'?"),
                finished.err().lines().sorted().toList());
    }

    @Test
    void whatCannotBeReadIsAFailure(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing");
        for (String flag : List.of("--config", "--token-file", "--tls-keystore")) {
            Finished finished =
                    Cli.run("serve", "--listen", "127.0.0.1:0", flag, missing.toString());
            String told = finished.failed(ExitStatus.UNAVAILABLE);
            assertTrue(told.contains("missing: "), told);
        }
    }
}
