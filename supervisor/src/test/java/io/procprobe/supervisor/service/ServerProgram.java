package io.procprobe.supervisor.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A server that does as it is told. Its argument is a file, into which it writes its port once it
 * answers. It reads one order per line, answers "done", and ends with its input, so that it does
 * not outlive the test.
 *
 * <pre>
 *     status CODE   answers requests with this status; 200 at first
 *     hang          takes requests, and never answers
 *     drip          answers with a body that never ends
 *     close         refuses connections
 * </pre>
 */
final class ServerProgram {
    private static final int HANG = -1;
    private static final int DRIP = -2;
    private static final int DRIP_MILLIS = 20;

    /** What to answer: a status, or one of the above. */
    private static volatile int answer = 200;

    private ServerProgram() {}

    /** Serves. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ServerProgram::handle);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        Path file = Path.of(arguments[0]);
        Path half = Path.of(file + ".half");
        Files.writeString(half, String.valueOf(server.getAddress().getPort()));
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        obey(server);
        System.exit(0);
    }

    private static void obey(HttpServer server) throws IOException {
        BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            List<String> words = List.of(line.split(" ", -1));
            switch (words.get(0)) {
                case "status" -> answer = Integer.parseInt(words.get(1));
                case "hang" -> answer = HANG;
                case "drip" -> answer = DRIP;
                case "close" -> server.stop(0);
                default -> throw new IOException("what is " + line);
            }
            System.out.println("done");
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        switch (answer) {
            case HANG -> awaitForEver();
            case DRIP -> drip(exchange);
            default -> {
                exchange.sendResponseHeaders(answer, -1);
                exchange.close();
            }
        }
    }

    private static void awaitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try {
            while (true) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                Thread.sleep(DRIP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }
}
