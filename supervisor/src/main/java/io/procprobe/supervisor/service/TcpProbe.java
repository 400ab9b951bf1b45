package io.procprobe.supervisor.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;

/** Connects. */
final class TcpProbe implements HealthProbe {
    private static final int LAST_PORT = 65_535;

    private final String host;
    private final int port;

    TcpProbe(String host, int port) {
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    @Override
    public void check(Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            // For a socket, 0 means for ever.
            long millis = Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
            socket.connect(new InetSocketAddress(host, port), (int) millis);
        }
    }

    @Override
    public String toString() {
        return "TCP " + host + ":" + port;
    }
}
