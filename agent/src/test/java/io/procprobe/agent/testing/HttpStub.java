package io.procprobe.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another server, as far as the agent calls it. */
public final class HttpStub implements AutoCloseable {
    /** Decides what is answered. */
    public interface Answer {
        /**
         * The status of the answer to one request.
         *
         * @param count how many there were before
         * @return 200 or any other
         */
        int status(int count);
    }

    private final HttpServer server;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final Answer answer;
    private volatile String body = "";

    /**
     * Begins to serve on a free port.
     *
     * @param answer what to
     * @throws IOException when it cannot
     */
    public HttpStub(Answer answer) throws IOException {
        this.answer = answer;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        paths.add(exchange.getRequestURI().toString());
        int status = answer.status(bodies.size());
        bodies.add(asked);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /**
     * What it answers.
     *
     * @param text the body from now on
     */
    public void body(String text) {
        body = text;
    }

    /**
     * Where it is.
     *
     * @return an address of HTTP
     */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * What it was sent.
     *
     * @return in order
     */
    public List<String> bodies() {
        return bodies;
    }

    /**
     * What it was asked for.
     *
     * @return in order
     */
    public List<String> paths() {
        return paths;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
