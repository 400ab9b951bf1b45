package io.procprobe.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.testing.TestAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no browser sends: it is refused, in the form of every other error, and nothing is lost. */
class HostileClientTest {
    private static TestAgent agent;

    @BeforeAll
    static void start() throws Exception {
        agent = TestAgent.start(TestAgent.options());
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    private static String host() {
        return "Host: 127.0.0.1:" + agent.port() + "\r\nConnection: close\r\n";
    }

    private static String get(String path, String headers) throws IOException {
        return agent.raw("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n");
    }

    private static void assertProblem(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("\r\nContent-Type: application/problem+json\r\n"), answer);
        assertTrue(answer.contains("\"status\":" + status + ","), answer);
        assertFalse(answer.contains("org.eclipse"), answer);
    }

    @Test
    void allIsWellWithoutTricks() throws Exception {
        assertHealth();
    }

    private static void assertHealth() throws IOException {
        assertTrue(get("/health", host()).endsWith("{\"status\":\"up\"}"));
    }

    @Test
    void aHostThatIsNotUsIsRefused() throws Exception {
        for (String host :
                List.of(
                        "evil.example",
                        "evil.example:" + agent.port(),
                        "127.0.0.1",
                        "127.0.0.1:1",
                        "127.0.0.1.evil.example:" + agent.port())) {
            assertProblem(421, get("/health", "Host: " + host + "\r\nConnection: close\r\n"));
        }
        String answer =
                get("http://evil.example/health", "Host: evil.example\r\nConnection: close\r\n");
        assertProblem(421, answer);
    }

    @Test
    void noHostAtAllIsRefused() throws Exception {
        assertProblem(400, get("/health", "Connection: close\r\n"));
        assertProblem(421, agent.raw("GET /health HTTP/1.0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/assets/../../../../etc/passwd",
                "/assets/..%2f..%2f..%2fetc/passwd",
                "/assets/%2e%2e/%2e%2e/agent/Agent.class",
                "/assets/..;/Agent.class",
                "/assets//etc/passwd",
                "/assets/%00.js",
                "/assets/a%5c..%5c..%5cx.js",
                "/assets/.hidden.js",
                "//etc/passwd",
                "/%",
                "/%zz",
            })
    void noPathLeadsElsewhere(String path) throws Exception {
        String answer = get(path, host());
        int status = Integer.parseInt(answer.substring(9, 12));
        assertTrue(status == 400 || status == 404, answer);
        assertProblem(status, answer);
    }

    @Test
    void pathsThatComeBackNeedTheTokenAllTheSame() throws Exception {
        for (String path :
                List.of(
                        "/assets/../api/v1/info",
                        "/./api/v1/info",
                        "/api/v1/%69nfo",
                        "/%61pi/v1/info",
                        "/api/v1/info;x=1")) {
            String answer = get(path, host());
            assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
            assertFalse(answer.contains("pollNumber"), answer);
        }
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        assertProblem(414, get("/" + "a".repeat(100_000), host()));
        assertProblem(431, get("/health", host() + "X: " + "a".repeat(100_000) + "\r\n"));
        String many = "X: a\r\n".repeat(20_000);
        assertProblem(431, get("/health", host() + many));
    }

    @Test
    void bodiesAreRefusedUnread() throws Exception {
        assertProblem(413, get("/health", host() + "Content-Length: 1000000000000\r\n"));
        assertProblem(413, get("/health", host() + "Content-Length: 5\r\n"));
        assertProblem(413, get("/health", host() + "Transfer-Encoding: chunked\r\n"));
    }

    @Test
    void twoMeaningsAreNone() throws Exception {
        assertProblem(
                400,
                get("/health", host() + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"));
        assertProblem(400, get("/health", host() + "Content-Length: 5\r\nContent-Length: 6\r\n"));
        assertProblem(400, get("/health", host() + "Host: evil.example\r\n"));
        assertProblem(400, get("/health", host() + "X : a\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n\0\0\0\r\n\r\n",
                "GET\r\n\r\n",
                "GET /health\r\n\r\n",
                "GET /health HTTP/9.9\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
            })
    void whatIsNoRequestIsRefused(String text) throws Exception {
        String answer = agent.raw(text);
        assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        assertFalse(answer.contains("org.eclipse"), answer);
        assertHealth();
    }

    @Test
    void manyConnectionsThatSayNothingKeepNobodyOut() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port());
                idle.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream()
                            .write("GET /health HTTP/1.1\r\nX:".getBytes(StandardCharsets.UTF_8));
                }
            }
            assertEquals(200, agent.text(agent.request("/health").build()).statusCode());
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }
}
