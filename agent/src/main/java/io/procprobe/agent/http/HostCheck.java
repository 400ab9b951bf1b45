package io.procprobe.agent.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a request asks for this very server. A page of somebody else, whose name has been made to
 * point to our address (DNS rebinding), asks for its own.
 */
final class HostCheck {
    private static final String LOCALHOST = "localhost";

    /** An address of IPv4 or IPv6, written as browsers do; more exactly Java looks itself. */
    private static final Pattern LITERAL =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*");

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
        if (name.equals(LOCALHOST)) {
            return local.isLoopbackAddress();
        }
        if (!LITERAL.matcher(name).matches()) {
            return false;
        }
        try {
            // Of an address nothing is looked up.
            InetAddress asked = InetAddress.getByName(name);
            return asked.equals(local) || (asked.isLoopbackAddress() && local.isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
