package io.procprobe.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an agent listens.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
    /** Where agents listen unless they are told otherwise. */
    public static final ListenAddress DEFAULT = new ListenAddress("127.0.0.1", 9179);

    private static final int MOST_PORT = 65_535;

    /** "HOST:PORT" or "[IPv6]:PORT" */
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\[\\]:/@\\s]+)):(\\d{1,5})");

    /** Checks the port. */
    public ListenAddress {
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "a port is from 0 to " + MOST_PORT + ", not " + port);
        }
    }

    /**
     * Reads an address.
     *
     * @param text such as 127.0.0.1:9179 or [::1]:9179
     * @return the address
     * @throws IllegalArgumentException when it is none
     */
    public static ListenAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address such as 127.0.0.1:9179 or [::1]:9179");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new ListenAddress(host, Integer.parseInt(matcher.group(3)));
    }

    /**
     * Looks up the host.
     *
     * @return to be bound
     * @throws IllegalArgumentException when nobody knows it
     */
    public InetSocketAddress resolve() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no host '" + host + "' is known to listen on", e);
        }
    }

    /**
     * Whether only this machine can reach it.
     *
     * @return false also for all addresses at once
     */
    public boolean isLoopback() {
        return resolve().getAddress().isLoopbackAddress();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
