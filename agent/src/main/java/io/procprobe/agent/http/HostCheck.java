package io.procprobe.agent.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request asks for this very server. A page of somebody else, whose name has been made to
 * point to our address (DNS rebinding), asks for its own.
 */
final class HostCheck {
    private static final String LOCALHOST = "localhost";

    private final Set<String> names = new HashSet<>();
    private final boolean isSecure;

    HostCheck(Iterable<String> names, boolean isSecure) {
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
        this.isSecure = isSecure;
    }

    /**
     * Whether the host is us.
     *
     * @param host null when there is none
     * @param port 0 or less for that of the scheme
     * @param local where the request has arrived
     */
    boolean passes(String host, int port, SocketAddress local) {
        if (host == null || !(local instanceof InetSocketAddress address)) {
            return false;
        }
        String name = unbracketed(host.toLowerCase(Locale.ROOT));
        if (names.contains(name)) {
            // A name that we were told may be that of a proxy, with another port.
            return true;
        }
        int asked = port > 0 ? port : isSecure ? 443 : 80;
        return asked == address.getPort() && isOurs(name, address.getAddress());
    }

    private static boolean isOurs(String name, InetAddress local) {
        return name.equals(literal(local))
                || (local.isLoopbackAddress() && (name.equals(LOCALHOST) || isLoopback(name)));
    }

    /** The usual forms of it; to parse any might look up a name. */
    private static boolean isLoopback(String name) {
        return name.equals("127.0.0.1") || name.equals("::1") || name.equals("0:0:0:0:0:0:0:1");
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
