package io.procprobe.agent.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections on which a request does not become complete, or an answer is not taken, for too
 * long. An idle timeout alone is not enough: a byte now and then keeps a connection from being idle
 * forever (slow loris).
 */
final class SlowClients extends AbstractLifeCycle
        implements Connection.Listener, HttpConfiguration.Customizer {
    private static final long LOOKS_PER_LIMIT = 4;

    private final Server server;
    private final long limitNanos;

    /** Since when each waits for a request, or takes its answer. */
    private final Map<Connection, Long> since = new ConcurrentHashMap<>();

    private volatile Scheduler.Task next;

    SlowClients(Server server, Duration limit) {
        this.server = server;
        this.limitNanos = limit.toNanos();
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        next.cancel();
        since.clear();
    }

    @Override
    public void onOpened(Connection connection) {
        if (!isTls(connection)) {
            since.put(connection, System.nanoTime());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        since.remove(connection);
    }

    /** A request is complete but for its body, which nobody sends. */
    @Override
    public Request customize(Request request, HttpFields.Mutable headers) {
        Connection connection = request.getConnectionMetaData().getConnection();
        note(connection);
        Request.addCompletionListener(request, failure -> note(connection));
        return request;
    }

    private void note(Connection connection) {
        since.computeIfPresent(connection, (key, before) -> System.nanoTime());
    }

    /** What runs over it is looked at, and was opened at the same time. */
    private static boolean isTls(Connection connection) {
        return connection instanceof SslConnection;
    }

    private void schedule() {
        next =
                server.getScheduler()
                        .schedule(this::look, limitNanos / LOOKS_PER_LIMIT, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        since.forEach(
                (connection, begin) -> {
                    if (now - begin > limitNanos) {
                        since.remove(connection);
                        connection.getEndPoint().close();
                    }
                });
        if (isRunning() || isStarting()) {
            schedule();
        }
    }
}
