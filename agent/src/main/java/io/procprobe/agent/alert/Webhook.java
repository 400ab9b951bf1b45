package io.procprobe.agent.alert;

import io.procprobe.agent.config.WebhookOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts alerts to one address, one after another, by a thread of its own. What cannot be delivered
 * is tried again, later and later; while it is, others wait, and beyond {@link #MOST_WAITING} they
 * are dropped, which the log and the counts tell.
 */
public final class Webhook implements AutoCloseable {
    /** How many alerts wait at most. */
    public static final int MOST_WAITING = 100;

    private static final Logger LOG = System.getLogger("io.procprobe.agent.alert");
    private static final int MOST_TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int TOO_MANY_REQUESTS = 429;

    private final WebhookOptions options;
    private final Duration firstPause;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final HttpClient client;
    private final Thread thread;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /**
     * Begins to post.
     *
     * @param options where to
     */
    public Webhook(WebhookOptions options) {
        this(options, FIRST_PAUSE);
    }

    Webhook(WebhookOptions options, Duration firstPause) {
        this.options = options;
        this.firstPause = firstPause;
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(options.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.thread = new Thread(this::run, "procprobe-webhook");
        thread.setDaemon(true);
        thread.start();
    }

    /** Posts later; drops it, and says so, when too many wait. */
    boolean tell(String json) {
        boolean isTaken = waiting.offer(json);
        if (!isTaken) {
            dropped.incrementAndGet();
            LOG.log(
                    Level.ERROR,
                    "an alert is not posted to {0}: {1} wait already",
                    host(),
                    MOST_WAITING);
        }
        return isTaken;
    }

    /**
     * How many alerts were posted.
     *
     * @return those that were taken
     */
    public long delivered() {
        return delivered.get();
    }

    /**
     * How many alerts could not be posted.
     *
     * @return those that were refused, or given up after the last try
     */
    public long failed() {
        return failed.get();
    }

    /**
     * How many alerts were not even tried to be posted.
     *
     * @return those that came while too many waited
     */
    public long dropped() {
        return dropped.get();
    }

    /**
     * How many alerts wait.
     *
     * @return without the one that is being posted
     */
    public int waiting() {
        return waiting.size();
    }

    /** Ends the thread; what still waits is not posted. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                deliver(waiting.take());
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "no more alerts are posted, {0} waited", waiting.size());
        }
    }

    private void deliver(String json) throws InterruptedException {
        Duration pause = firstPause;
        for (int tries = 1; ; tries++) {
            String failure = post(json);
            if (failure.isEmpty()) {
                return;
            }
            if (tries == MOST_TRIES) {
                failed.incrementAndGet();
                LOG.log(
                        Level.ERROR,
                        "an alert could not be posted to {0} in {1} tries: {2}",
                        host(),
                        tries,
                        failure);
                return;
            }
            LOG.log(Level.DEBUG, "an alert is posted to {0} again: {1}", host(), failure);
            // Not all agents at the same moment, when the receiver is back.
            long millis = pause.toMillis();
            Thread.sleep(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }

    /** Empty when it is delivered, or refused for good, which another try would not change. */
    private String post(String json) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(options.url())
                        .timeout(options.timeout())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        int status;
        CompletableFuture<HttpResponse<Void>> answer = null;
        try {
            answer = client.sendAsync(request, BodyHandlers.discarding());
            // The timeout of a request ends with the headers: what comes then may never end.
            status = answer.get(options.timeout().toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } catch (TimeoutException e) {
            return "no answer in time";
        } catch (ExecutionException e) {
            return e.getCause().toString();
        } catch (RuntimeException e) {
            return e.toString(); // of the address, and no reason to end this thread
        } finally {
            if (answer != null) {
                answer.cancel(true);
            }
        }
        if (status / 100 == 2) {
            delivered.incrementAndGet();
            return "";
        }
        if (status / 100 == 5 || status == TOO_MANY_REQUESTS) {
            return "status " + status;
        }
        failed.incrementAndGet();
        LOG.log(Level.ERROR, "an alert was refused by {0} with status {1}", host(), status);
        return "";
    }

    /** Not the whole address: its path or query often is a secret. */
    private String host() {
        return options.url().getHost();
    }
}
