package io.procprobe.agent.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that is never idle and never done is ended. */
class SlowClientTest {
    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final long DEADLINE_NANOS = Duration.ofSeconds(60).toNanos();

    private final Server server = new Server();
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        SlowClients slow = new SlowClients(server, LIMIT);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(slow);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.addBean(slow);
        server.addConnector(connector);
        server.setHandler(
                new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        response.write(true, BufferUtil.toBuffer("done"), callback);
                        return true;
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** Writes a byte again and again until the other side has closed. */
    private static boolean isEndedWhileWriting(Socket socket, String text) throws Exception {
        long begin = System.nanoTime();
        int at = 0;
        while (System.nanoTime() - begin < DEADLINE_NANOS) {
            try {
                socket.getOutputStream().write(text.charAt(at++ % text.length()));
                if (socket.getInputStream().available() == 0 && isAtEnd(socket)) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAtEnd(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void headersThatNeverEnd() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            assertTrue(isEndedWhileWriting(socket, "a"));
        }
    }

    @Test
    void aConnectionThatNeverAsks() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.setSoTimeout(60_000);
            assertTrue(socket.getInputStream().read() < 0);
        }
    }

    @Test
    void whoAsksAgainAndAgainStays() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.setSoTimeout(60_000);
            InputStream in = socket.getInputStream();
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 3 * LIMIT.toNanos()) {
                socket.getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                StringBuilder answer = new StringBuilder();
                while (answer.indexOf("done") < 0) {
                    int read = in.read();
                    assertTrue(read >= 0, "it was not slow");
                    answer.append((char) read);
                }
            }
        }
    }
}
