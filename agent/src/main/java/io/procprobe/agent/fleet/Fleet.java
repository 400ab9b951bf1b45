package io.procprobe.agent.fleet;

import io.procprobe.agent.config.FleetOptions;
import io.procprobe.agent.fleet.VectorParser.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;

/**
 * Asks Prometheus what it knows of all agents, by one query, and not more often than every few
 * seconds however many ask here. Threads: any number.
 */
public final class Fleet {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long MAX_AGE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_BYTES = 16 << 20;
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI query;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Answer answer;

    /**
     * What was found, and when.
     *
     * @param timeMillis since 1970-01-01T00:00Z
     * @param hosts by name
     */
    public record Reading(long timeMillis, List<FleetHost> hosts) {}

    /** Failures are kept as well: one that is down is not to be asked by every request. */
    private record Answer(long atNanos, Reading reading, FleetUnavailableException failure) {}

    /**
     * Asks one Prometheus.
     *
     * @param options which, and for which job
     */
    public Fleet(FleetOptions options) {
        String base = options.prometheus().toString().replaceAll("/+$", "");
        // Labels that a series does not have match an empty text.
        String text =
                "{job=\""
                        + options.job()
                        + "\",__name__=~\"up|procprobe_processes|process_memory_usage_bytes"
                        + "|procprobe_host_memory_available_bytes|procprobe_host_memory_total_bytes"
                        + "|procprobe_cpu_load|procprobe_pressure_ratio\","
                        + "group=~\"all|\",resource=~\"memory|\",kind=~\"some|\"}";
        this.query =
                URI.create(
                        base
                                + "/api/v1/query?query="
                                + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    /**
     * All hosts with an agent.
     *
     * @return at most some seconds old
     * @throws FleetUnavailableException when Prometheus does not answer
     */
    public Reading read() throws FleetUnavailableException {
        Answer now = latest();
        if (now.failure() != null) {
            throw new FleetUnavailableException(now.failure().getMessage(), now.failure());
        }
        return now.reading();
    }

    /** While somebody else asks, what was answered before has to do. */
    private Answer latest() {
        Answer before = answer;
        if (before == null) {
            lock.lock();
        } else if (!lock.tryLock()) {
            return before;
        }
        try {
            if (answer == null || System.nanoTime() - answer.atNanos() > MAX_AGE_NANOS) {
                answer = ask();
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private Answer ask() {
        try {
            Reading reading = new Reading(System.currentTimeMillis(), hosts(fetch()));
            return new Answer(System.nanoTime(), reading, null);
        } catch (FleetUnavailableException e) {
            return new Answer(System.nanoTime(), null, e);
        }
    }

    private List<Sample> fetch() throws FleetUnavailableException {
        HttpRequest request =
                HttpRequest.newBuilder(query)
                        .timeout(TIMEOUT)
                        .header("Accept", "application/json")
                        .GET()
                        .build();
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                Future<?> deadline = endLater(body);
                byte[] bytes;
                try {
                    bytes = body.readNBytes(MOST_BYTES + 1);
                } finally {
                    deadline.cancel(false);
                }
                if (response.statusCode() != OK) {
                    throw new FleetUnavailableException(
                            "Prometheus answered with status " + response.statusCode(), null);
                }
                if (bytes.length > MOST_BYTES) {
                    throw new FleetUnavailableException(
                            "the answer of Prometheus is too large", null);
                }
                return VectorParser.parse(new ByteArrayInputStream(bytes));
            }
        } catch (IOException e) {
            throw new FleetUnavailableException("Prometheus does not answer", e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new FleetUnavailableException(
                    "Prometheus answered with something else than the result of a query", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetUnavailableException("interrupted", e);
        }
    }

    /** Ends the reading of an answer that does not come to its end: no timeout of Java does. */
    private static Future<?> endLater(InputStream body) {
        Executor later =
                CompletableFuture.delayedExecutor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        body.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                later);
    }

    private static List<FleetHost> hosts(List<Sample> samples) {
        Map<String, Map<String, Double>> byHost = new TreeMap<>();
        Map<String, String> addresses = new HashMap<>();
        for (Sample sample : samples) {
            Map<String, String> labels = sample.labels();
            String host = labels.getOrDefault("host", labels.get("instance"));
            String name = labels.get("__name__");
            if (host != null && name != null) {
                byHost.computeIfAbsent(host, key -> new HashMap<>()).put(name, sample.value());
                if (labels.containsKey("instance")) {
                    addresses.put(host, labels.get("instance"));
                }
            }
        }
        return byHost.entrySet().stream()
                .map(
                        entry ->
                                host(
                                        entry.getKey(),
                                        addresses.getOrDefault(entry.getKey(), ""),
                                        entry.getValue()))
                .toList();
    }

    private static FleetHost host(String name, String address, Map<String, Double> values) {
        return new FleetHost(
                name,
                values.getOrDefault("up", 0.0) == 1,
                whole(values, "procprobe_processes"),
                whole(values, "process_memory_usage_bytes"),
                whole(values, "procprobe_host_memory_available_bytes"),
                whole(values, "procprobe_host_memory_total_bytes"),
                number(values, "procprobe_pressure_ratio"),
                address,
                number(values, "procprobe_cpu_load"));
    }

    private static OptionalDouble number(Map<String, Double> values, String name) {
        Double value = values.get(name);
        return value == null || value.isNaN() || value.isInfinite()
                ? OptionalDouble.empty()
                : OptionalDouble.of(value);
    }

    private static OptionalLong whole(Map<String, Double> values, String name) {
        Double value = values.get(name);
        return value == null || value.isNaN() || value.isInfinite()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(value));
    }
}
