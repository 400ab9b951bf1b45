package io.procprobe.supervisor.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a GET. */
final class HttpProbe implements HealthProbe {
    private static final int HUNDRED = 100;
    private static final int SUCCESS = 2;

    private final URI uri;

    /** Without HTTP/2: the attempt to change to it is a header that small servers stumble over. */
    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();

    HttpProbe(URI uri) {
        // The builder refuses what is neither http nor https, or has no host.
        this.uri = HttpRequest.newBuilder(uri).build().uri();
    }

    @Override
    public void check(Duration timeout)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        HttpRequest request = HttpRequest.newBuilder(uri).GET().build();
        // The client's own time-out ends with the headers: a body could still go on for ever.
        CompletableFuture<HttpResponse<Void>> response =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status =
                    response.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS)
                            .statusCode();
            if (status / HUNDRED != SUCCESS) {
                throw new IOException("HTTP status " + status);
            }
        } finally {
            // Closes the connection, unless all has been read.
            response.cancel(true);
        }
    }

    @Override
    public String toString() {
        return "HTTP " + uri;
    }
}
