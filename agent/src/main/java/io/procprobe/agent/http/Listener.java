package io.procprobe.agent.http;

import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/**
 * The socket that an agent listens on. It is bound before anything else is begun, so that an agent
 * whose address is taken has changed no history and posted no alert.
 */
public final class Listener implements AutoCloseable {
    /** How many may wait to be accepted. */
    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;

    private Listener(ServerSocketChannel channel, InetSocketAddress address) {
        this.channel = channel;
        this.address = address;
    }

    /**
     * Binds it. Who connects waits until a server accepts.
     *
     * @param options where to listen
     * @return to be closed by the caller
     * @throws IOException when the address is taken, or not of this machine
     */
    public static Listener bind(AgentOptions options) throws IOException {
        ListenAddress listen = options.listen();
        InetSocketAddress wanted = listen.resolve();
        // A name may stand for another address than when the options were checked.
        if (options.tokenFile().isEmpty() && !wanted.getAddress().isLoopbackAddress()) {
            throw new IOException(
                    "cannot listen on "
                            + listen
                            + " without a token file: "
                            + wanted.getAddress().getHostAddress()
                            + " is no loopback address");
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(wanted, BACKLOG);
            return new Listener(channel, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "cannot bind "
                            + listen
                            + ": "
                            + e.getMessage()
                            + " (--listen ADDRESS:PORT takes another)",
                    e);
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /**
     * Where it listens.
     *
     * @return with the port that it got
     */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
