package io.procprobe.supervisor.service;

import java.net.URI;
import java.time.Duration;

/**
 * Asks a service whether it is well. Called by a thread of the supervisor's executor, never by two
 * at once for one service.
 */
@FunctionalInterface
public interface HealthProbe {
    /**
     * Asks once. It is well when this returns, and not when this throws anything. A call that takes
     * longer than it may has failed, and is interrupted; as long as it has not come back there is
     * no other, and each one that is due has failed as well.
     *
     * @param timeout how long it may take
     * @throws Exception why it is not well; the message is for a person
     */
    void check(Duration timeout) throws Exception;

    /**
     * It is well when it takes a connection, which is closed at once.
     *
     * @param host a name, looked up anew each time, or an address
     * @param port 1 to 65535
     * @return may be used for several services
     */
    static HealthProbe tcp(String host, int port) {
        return new TcpProbe(host, port);
    }

    /**
     * It is well when a GET gives a status from 200 to 299, and the body ends in time. Redirections
     * are not followed, proxies not used, and HTTP/1.1 is spoken.
     *
     * @param uri of scheme http or https, with a host
     * @return may be used for several services; it holds one client, with its thread, for as long
     *     as it is reachable itself
     */
    static HealthProbe http(URI uri) {
        return new HttpProbe(uri);
    }
}
