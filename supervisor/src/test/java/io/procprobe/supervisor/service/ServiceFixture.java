package io.procprobe.supervisor.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.TestHost;
import io.procprobe.supervisor.testing.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What services need to run in a test; at the end nothing of them is left. */
final class ServiceFixture implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final Path folder;
    private final TestHost host = new TestHost();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<ServiceEvent> told = new CopyOnWriteArrayList<>();
    private final List<SupervisedService> services = new CopyOnWriteArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final Map<String, HealthProbe> probes = new ConcurrentHashMap<>();

    ServiceFixture() throws IOException {
        scheduler.setRemoveOnCancelPolicy(true);
        folder = Files.createTempDirectory("procprobe-service");
    }

    TestHost host() {
        return host;
    }

    List<ServiceEvent> told() {
        return told;
    }

    /** The states that a service has entered, in their order. */
    static List<ServiceState> states(SupervisedService service) {
        return service.events().stream().map(ServiceEvent::to).toList();
    }

    /** One whose process reads a line and ends with it as its exit code. Without waits for long. */
    static ServiceSpec.Builder shell() {
        return of("read code; exit $code");
    }

    /** One whose process is a shell. */
    static ServiceSpec.Builder of(String script) {
        return quick(ServiceSpec.builder("shell", () -> new ProcessBuilder("sh", "-c", script)));
    }

    /** One whose process is a {@link ServerProgram}. */
    ServiceSpec.Builder server() {
        return quick(ServiceSpec.builder("server", this::serverCommand));
    }

    private static ServiceSpec.Builder quick(ServiceSpec.Builder builder) {
        return builder.probeInterval(Duration.ofMillis(10))
                .probeTimeout(Duration.ofSeconds(30))
                .startGrace(Duration.ZERO)
                .stopGrace(Duration.ofMillis(100))
                .backOff(Duration.ofMillis(1), Duration.ofMillis(1), 1)
                .restartBudget(1_000, Duration.ofMinutes(10));
    }

    SupervisedService start(ServiceSpec.Builder spec) {
        SupervisedService service = service(spec);
        service.start();
        return service;
    }

    SupervisedService service(ServiceSpec.Builder spec) {
        return service(spec, told::add);
    }

    SupervisedService service(ServiceSpec.Builder spec, Consumer<ServiceEvent> listener) {
        SupervisedService service =
                new SupervisedService(spec.build(), host, scheduler, executor, listener);
        services.add(service);
        return service;
    }

    /** How many times are kept for what is to be done later. */
    int waiting() {
        return scheduler.getQueue().size();
    }

    /** As at the end of a supervisor: nothing that is asked of its threads is done any more. */
    void dismissThreads() {
        services.clear();
        scheduler.shutdownNow();
        executor.shutdownNow();
    }

    /** Its process, once the service has come to this state for the n-th process. */
    Supervised await(SupervisedService service, ServiceState state, int processes)
            throws Exception {
        Await.until(
                "process " + processes + " of " + service.events() + " is " + state,
                () -> host.started().size() >= processes && service.state() == state);
        assertEquals(processes, host.started().size());
        return host.started().get(processes - 1);
    }

    static void awaitState(SupervisedService service, ServiceState state) throws Exception {
        Await.until("the state is " + state, () -> service.state() == state);
    }

    /** Returns once it has been stopped. */
    static void stop(SupervisedService service) throws Exception {
        service.stop().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertEquals(ServiceState.STOPPED, service.state());
    }

    /** Returns once it has been stopped, however often that had to be tried. */
    static void stopAtLast(SupervisedService service) throws Exception {
        Await.until("a stop is in time", () -> isStopped(service.stop()));
        assertEquals(ServiceState.STOPPED, service.state());
    }

    private static boolean isStopped(CompletableFuture<Void> stopped)
            throws InterruptedException, TimeoutException {
        try {
            stopped.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Writes a line, and does not wait. */
    static void send(Supervised who, String line) throws IOException {
        OutputStream orders = who.process().orElseThrow().getOutputStream();
        orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
    }

    /** Gives a server an order, and returns once it obeys. */
    static void order(Supervised who, String line) throws IOException {
        send(who, line);
        String answer = who.process().orElseThrow().inputReader().readLine();
        if (!"done".equals(answer)) {
            throw new IOException(line + ": " + answer);
        }
    }

    /** Asks the server that was started last, once it has said where. */
    HealthProbe http() {
        return timeout -> probe("http").check(timeout);
    }

    /** The same by a connection alone. */
    HealthProbe tcp() {
        return timeout -> probe("tcp").check(timeout);
    }

    private HealthProbe probe(String how) throws Exception {
        int start = starts.get();
        Path file = portFile(start);
        Await.until("the server says its port", () -> Files.exists(file));
        int port = Integer.parseInt(Files.readString(file));
        return probes.computeIfAbsent(
                how + start,
                key ->
                        how.equals("tcp")
                                ? HealthProbe.tcp("127.0.0.1", port)
                                : HealthProbe.http(URI.create("http://127.0.0.1:" + port + "/")));
    }

    private ProcessBuilder serverCommand() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes(),
                        ServerProgram.class.getName(),
                        portFile(starts.incrementAndGet()).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static String classes() {
        URL location = ServerProgram.class.getProtectionDomain().getCodeSource().getLocation();
        return location.getPath();
    }

    private Path portFile(int start) {
        return folder.resolve("port-" + start);
    }

    @Override
    public void close() throws IOException {
        try {
            closeAll();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted before all was closed", e);
        }
    }

    private void closeAll() throws IOException, InterruptedException {
        services.forEach(SupervisedService::close);
        assertEquals(0, host.alive());
        assertEquals(List.of(), host.leftovers());
        host.close();
        scheduler.shutdownNow();
        executor.shutdownNow();
        if (!executor.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("threads do not end");
        }
        for (int i = 1; i <= starts.get(); i++) {
            Files.deleteIfExists(portFile(i));
            Files.deleteIfExists(Path.of(portFile(i) + ".half"));
        }
        Files.delete(folder);
    }
}
