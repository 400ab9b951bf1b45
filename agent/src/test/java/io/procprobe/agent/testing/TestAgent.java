package io.procprobe.agent.testing;

import io.procprobe.agent.Agent;
import io.procprobe.agent.AgentBuilder;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A real agent on a free port of the loopback address, and a client that has its token. */
public final class TestAgent implements AutoCloseable {
    private final Agent agent;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestAgent(AgentBuilder builder) throws IOException {
        this.agent = builder.start();
        String url = agent.url();
        int begin = url.indexOf("#token=");
        this.token = begin < 0 ? "" : url.substring(begin + "#token=".length());
    }

    /**
     * Options for it, to be added to.
     *
     * @return a free port, and ten polls a second
     */
    public static AgentOptions.Builder options() {
        return AgentOptions.builder()
                .listen(new ListenAddress("127.0.0.1", 0))
                .interval(Duration.ofMillis(100));
    }

    /**
     * Starts one.
     *
     * @param options what it is to be like
     * @return a running one
     * @throws IOException when it does not start
     */
    public static TestAgent start(AgentOptions.Builder options) throws IOException {
        return start(Agent.builder().options(options.build()));
    }

    /**
     * Starts one.
     *
     * @param builder what it is to be made of
     * @return a running one
     * @throws IOException when it does not start
     */
    public static TestAgent start(AgentBuilder builder) throws IOException {
        return new TestAgent(builder);
    }

    /**
     * The agent itself.
     *
     * @return running
     */
    public Agent agent() {
        return agent;
    }

    /**
     * Its port.
     *
     * @return never 0
     */
    public int port() {
        return agent.address().getPort();
    }

    /**
     * Its token.
     *
     * @return empty when it has none of its own
     */
    public String token() {
        return token;
    }

    /**
     * A request to it, with the token.
     *
     * @param path from the slash on
     * @return to be added to
     */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    /**
     * Sends a request.
     *
     * @param request any
     * @return the answer as it is
     * @throws Exception when there is none
     */
    public HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    /**
     * Sends a request.
     *
     * @param request any
     * @return the answer as text
     * @throws Exception when there is none
     */
    public HttpResponse<String> text(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    /**
     * What stands at a path.
     *
     * @param path from the slash on
     * @return the object
     * @throws Exception when it is not there
     */
    public Map<String, Object> get(String path) throws Exception {
        HttpResponse<String> response = text(request(path).build());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return TestJson.object(response.body());
    }

    /**
     * Sends bytes as they are, and reads until the server closes.
     *
     * @param text what no client would send
     * @return all that comes back
     * @throws IOException when the connection breaks
     */
    public String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        agent.close();
    }
}
