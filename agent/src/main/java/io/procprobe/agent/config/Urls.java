package io.procprobe.agent.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses that the agent itself calls. */
final class Urls {
    private static final int MOST_PORT = 65_535;

    private Urls() {}

    static URI parse(String text) {
        try {
            return requireHttp(new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not a URL: " + e.getReason(), e);
        }
    }

    static URI requireHttp(URI url) {
        boolean isHttp =
                "http".equalsIgnoreCase(url.getScheme())
                        || "https".equalsIgnoreCase(url.getScheme());
        if (!isHttp || url.getHost() == null || url.getPort() > MOST_PORT) {
            throw new IllegalArgumentException(
                    "'" + url + "' is not a URL such as https://host/path");
        }
        return url;
    }
}
