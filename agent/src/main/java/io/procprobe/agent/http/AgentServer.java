package io.procprobe.agent.http;

import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.TlsOptions;
import io.procprobe.agent.file.SmallFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server, with limits on everything that a caller can make large, many or slow. */
public final class AgentServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.procprobe.agent");
    private static final int MOST_THREADS = 16;
    private static final int LEAST_THREADS = 2;
    private static final int MOST_CONNECTIONS = 256;
    private static final int MOST_HEADER_BYTES = 8 << 10;
    private static final int REQUESTS_PER_SECOND = 1_000;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(1);

    /** Who has asked has its answer by then; who keeps a connection is not waited for. */
    private static final Duration IDLE_WHEN_STOPPING = Duration.ofMillis(100);

    private static final Duration SLOW = Duration.ofSeconds(30);
    private static final Duration THREADS_IDLE = Duration.ofSeconds(60);
    private static final Duration STOPPING = Duration.ofSeconds(2);

    private final Server server;
    private final ServerConnector connector;

    /**
     * A server that does not listen yet.
     *
     * @param services what answers are made of
     * @param token who may see them
     * @param listener where it listens; closed with it
     * @throws IOException when the key for TLS cannot be read
     */
    public AgentServer(AgentServices services, TokenCheck token, Listener listener)
            throws IOException {
        this(services, token, listener, SLOW, REQUESTS_PER_SECOND);
    }

    AgentServer(
            AgentServices services,
            TokenCheck token,
            Listener listener,
            Duration slow,
            int requestsPerSecond)
            throws IOException {
        AgentOptions options = services.options();
        boolean isSecure = options.tls().isPresent();
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        threads.setName("procprobe-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setIdleTimeout((int) THREADS_IDLE.toMillis());
        this.server = new Server(threads);
        SlowClients slowClients = new SlowClients(server, slow);
        HttpConfiguration http = configuration();
        http.addCustomizer(slowClients);
        List<ConnectionFactory> protocols = new ArrayList<>();
        if (isSecure) {
            protocols.add(new SslConnectionFactory(tls(options.tls().get()), "http/1.1"));
            // Any name: a certificate is checked by the caller, the host by us.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        protocols.add(new HttpConnectionFactory(http));
        this.connector =
                new ServerConnector(server, 1, 1, protocols.toArray(ConnectionFactory[]::new));
        connector.open(listener.channel());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(IDLE_WHEN_STOPPING.toMillis());
        connector.addBean(slowClients);
        server.addConnector(connector);
        NetworkConnectionLimit connections =
                new NetworkConnectionLimit(MOST_CONNECTIONS, connector);
        // Where all are taken, those that do nothing make room for others.
        connections.setEndPointIdleTimeout(IDLE_WHEN_FULL.toMillis());
        server.addBean(connections);
        server.setErrorHandler(new ProblemErrors());
        server.setStopTimeout(STOPPING.toMillis());
        List<String> names = new ArrayList<>(options.hostNames());
        if (!listener.address().getAddress().isAnyLocalAddress()) {
            names.add(options.listen().host());
        }
        server.setHandler(
                new AgentHandler(
                        services,
                        token,
                        new HostCheck(named(names), isSecure),
                        new RateLimit(requestsPerSecond)));
    }

    /**
     * Begins to accept.
     *
     * @throws IOException when it cannot
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Checks the key for TLS.
     *
     * @param options where it is
     * @throws IOException when it cannot be read
     */
    public static void check(TlsOptions options) throws IOException {
        SslContextFactory.Server factory = tls(options);
        try {
            factory.start();
            factory.stop();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(options.keystore() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the HTTP server did not stop as it should", e);
        }
    }

    /** An address is compared with where a request has arrived, with its port: it is no name. */
    private static List<String> named(List<String> hosts) {
        return hosts.stream().filter(host -> !host.matches("[0-9.]+|.*:.*")).toList();
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        http.setIdleTimeout(IDLE.toMillis());
        return http;
    }

    private static SslContextFactory.Server tls(TlsOptions options) throws IOException {
        if (!Files.isReadable(options.keystore())) {
            throw new IOException(options.keystore() + ": the keystore cannot be read");
        }
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStorePath(options.keystore().toString());
        factory.setKeyStorePassword(
                options.passwordFile().isPresent()
                        ? SmallFile.secret(options.passwordFile().get())
                        : "");
        factory.setSniRequired(false);
        return factory;
    }
}
